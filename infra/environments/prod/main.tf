# What is said of names, region and account is said in project.json.
locals {
  project     = jsondecode(file("${path.module}/../../project.json"))
  environment = "prod"
  its         = local.project.environments[local.environment]
  name        = local.its.name
  region      = try(local.its.region, local.project.region)
  account_id  = coalesce(var.account_id, try(local.its.account, local.project.account))

  backup_region = try(coalesce(var.backup_region, try(local.its.backup_region, null)), null)

  # True or an object in project.json, which also gives infra.yml's roles what it takes; what is said here goes before.
  is_checked = var.synthetic_check != null || try(local.its.synthetic_check, null) != null
  checked    = merge({ path = "/ready" }, [for said in [try(local.its.synthetic_check, null), var.synthetic_check] : try({ for key, value in said : key => value if value != null }, {})]...)

  tags = {
    Project     = local.project.name
    Environment = local.environment
    Owner       = var.owner
    ManagedBy   = "terraform"
  }
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
    tags = local.tags
  }

  # The deploys tag their revisions with version, commit and run.
  ignore_tags {
    key_prefixes = ["evenkeel:"]
  }
}

# The highly available profile. It alone carries the bare names.
module "platform" {
  source = "../../modules/platform"

  name               = local.name
  region             = local.region
  repository_prefix  = local.project.name
  account_id         = local.account_id
  github             = merge(var.github, { environment = local.environment })
  alarm_emails       = var.alarm_emails
  deploy_allow       = var.deploy_allow
  services           = var.services
  tracing            = var.tracing
  files              = var.files
  sessions           = var.sessions
  container_insights = "enhanced"
  log_retention_days = 90

  network = {
    cidr      = local.its.cidr
    flow_logs = true
  }

  web = {
    fixed_addresses     = var.fixed_addresses
    domain              = var.domain
    certificate_arn     = var.certificate_arn
    deletion_protection = true
    blue_green          = var.blue_green
  }

  database = {
    serverless = var.serverless
    ca_pem     = try(file("${path.module}/${var.database_ca_file}"), null)
  }
}

# A destroy is refused as a whole: the protection of load balancer and database alone would hold it up when services,
# alarms and the name have gone.
resource "terraform_data" "production" {
  lifecycle {
    prevent_destroy = true
  }
}

# So is an apply without `files`, where there have been some: EFS has no protection of its own, and they would be gone
# before the deploy that mounts them no more.
resource "terraform_data" "files" {
  count = length(var.files) > 0 ? 1 : 0

  lifecycle {
    prevent_destroy = true
  }
}

# Where the copies of the backups are, if there are any: see the module backup-copies.
provider "aws" {
  alias               = "backups"
  region              = coalesce(local.backup_region, local.region)
  allowed_account_ids = [local.account_id]

  default_tags {
    tags = local.tags
  }
}

module "backup_copies" {
  source    = "../../modules/backup-copies"
  count     = local.backup_region != null ? 1 : 0
  providers = { aws = aws.backups }

  name         = local.name
  database_arn = module.platform.ids.database_arn
  backup_days  = var.backup_copy_days
}

# Route 53 has the metrics of its health checks in us-east-1 alone: see the module synthetic-check.
provider "aws" {
  alias               = "us_east_1"
  region              = "us-east-1"
  allowed_account_ids = [local.account_id]

  default_tags {
    tags = local.tags
  }
}

module "synthetic_check" {
  source    = "../../modules/synthetic-check"
  count     = local.is_checked ? 1 : 0
  providers = { aws = aws.us_east_1 }

  name              = local.name
  account_id        = local.account_id
  fqdn              = try(local.checked.fqdn, var.domain.name)
  https             = true
  port              = try(local.checked.port, null)
  path              = local.checked.path
  search_string     = try(local.checked.search_string, null)
  failure_threshold = try(local.checked.failure_threshold, 3)
  measure_latency   = try(local.checked.measure_latency, false)
  regions           = try(local.checked.regions, null)
  emails            = var.alarm_emails
}
