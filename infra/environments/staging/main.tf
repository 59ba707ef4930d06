provider "aws" {
  region              = "ap-south-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Project     = "ecs-microservices"
      Environment = "staging"
      Owner       = var.owner
      ManagedBy   = "terraform"
    }
  }

  # The deploys tag their revisions with version, commit and run.
  ignore_tags {
    key_prefixes = ["evenkeel:"]
  }
}

# Production's shape at a smaller price: one NAT gateway, no protection against deletion.
module "platform" {
  source = "../../modules/platform"

  name         = "ecs-microservices-staging"
  account_id   = var.account_id
  github       = merge(var.github, { environment = "staging" })
  alarm_emails = var.alarm_emails
  services     = var.services
  office_hours = var.office_hours

  network = {
    cidr       = "10.1.0.0/16"
    single_nat = true
  }

  web = {
    domain          = var.domain
    certificate_arn = var.certificate_arn
    plain_http      = var.domain == null && var.certificate_arn == null
  }

  database = {
    deletion_protection = false
    skip_final_snapshot = true
    ca_pem              = one([for file in fileset(path.module, "rds-ca.pem") : file("${path.module}/${file}")])
  }
}
