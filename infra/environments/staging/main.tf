# What is said of names, region and account is said in project.json.
locals {
  project     = jsondecode(file("${path.module}/../../project.json"))
  environment = "staging"
  its         = local.project.environments[local.environment]
  name        = local.its.name
  region      = try(local.its.region, local.project.region)
  account_id  = coalesce(var.account_id, try(local.its.account, local.project.account))
}

provider "aws" {
  region              = local.region
  allowed_account_ids = [local.account_id]

  default_tags {
    tags = {
      Project     = local.project.name
      Environment = local.environment
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

  name              = local.name
  region            = local.region
  repository_prefix = local.project.name
  account_id        = local.account_id
  github            = merge(var.github, { environment = local.environment })
  alarm_emails      = var.alarm_emails
  services          = var.services
  tracing           = var.tracing
  files             = var.files
  sessions          = var.sessions
  office_hours      = var.office_hours

  network = {
    cidr       = local.its.cidr
    single_nat = true
  }

  web = {
    fixed_addresses = var.fixed_addresses
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
