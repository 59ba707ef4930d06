provider "aws" {
  region              = "ap-south-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Project     = "ecs-microservices"
      Environment = "prod"
      Owner       = var.owner
      ManagedBy   = "terraform"
    }
  }

  # The deploys tag their revisions with version, commit and run.
  ignore_tags {
    key_prefixes = ["evenkeel:"]
  }
}

# The highly available profile. It alone carries the bare names.
module "platform" {
  source = "../../modules/platform"

  name               = "ecs-microservices"
  account_id         = var.account_id
  github             = merge(var.github, { environment = "prod" })
  alarm_emails       = var.alarm_emails
  services           = var.services
  container_insights = "enhanced"
  log_retention_days = 90

  network = {
    cidr      = "10.0.0.0/16"
    flow_logs = true
  }

  web = {
    domain              = var.domain
    certificate_arn     = var.certificate_arn
    deletion_protection = true
    blue_green          = var.blue_green
  }

  database = {
    ca_pem = try(file("${path.module}/${var.database_ca_file}"), null)
  }
}
