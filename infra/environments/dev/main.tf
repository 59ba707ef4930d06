provider "aws" {
  region              = "ap-south-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Project     = "ecs-microservices"
      Environment = "dev"
      Owner       = var.owner
      ManagedBy   = "terraform"
    }
  }

  # The deploys tag their revisions with version, commit and run.
  ignore_tags {
    key_prefixes = ["evenkeel:"]
  }
}

# The cheap profile: one NAT gateway, one zone for the database, mostly Spot.
module "platform" {
  source = "../../modules/platform"

  name            = "ecs-microservices-dev"
  account_id      = var.account_id
  github          = merge(var.github, { environment = "dev" })
  alarm_emails    = var.alarm_emails
  services        = var.services
  spot_share      = 80
  execute_command = true
  office_hours    = var.office_hours

  network = {
    cidr       = "10.2.0.0/16"
    single_nat = true
  }

  web = {
    plain_http = true
  }

  database = {
    multi_az               = false
    deletion_protection    = false
    skip_final_snapshot    = true
    apply_immediately      = true
    password_rotation_days = var.password_rotation_days
  }
}
