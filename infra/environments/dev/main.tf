# What is said of names, region and account is said in project.json.
locals {
  project     = jsondecode(file("${path.module}/../../project.json"))
  environment = "dev"
  its         = local.project.environments[local.environment]
  name        = local.its.name
  region      = try(local.its.region, local.project.region)
  account_id  = coalesce(var.account_id, try(local.its.account, local.project.account))
}

# Refuses what is misspelt there.
module "project" {
  source = "../../modules/project"

  project = local.project
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

# The cheap profile: one NAT gateway, one zone for the database, mostly Spot.
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
  spot_share        = 80
  execute_command   = true
  office_hours      = var.office_hours

  network = {
    cidr       = local.its.cidr
    single_nat = true
  }

  web = {
    fixed_addresses = var.fixed_addresses
    plain_http      = true
  }

  database = {
    serverless             = var.serverless
    multi_az               = false
    deletion_protection    = false
    skip_final_snapshot    = true
    apply_immediately      = true
    password_rotation_days = var.password_rotation_days
  }
}
