# What is said of names, region and account is said in project.json.
locals {
  project     = jsondecode(file("${path.module}/../../project.json"))
  environment = "staging"
  its         = local.project.environments[local.environment]
  name        = local.its.name
  region      = try(local.its.region, local.project.region)
  account_id  = coalesce(var.account_id, try(local.its.account, local.project.account))

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
    serverless          = var.serverless
    deletion_protection = false
    skip_final_snapshot = true
    ca_pem              = one([for file in fileset(path.module, "rds-ca.pem") : file("${path.module}/${file}")])
  }
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
  fqdn              = try(local.checked.fqdn, var.domain.name, trimprefix(module.platform.url, "http://"))
  https             = var.domain != null || var.certificate_arn != null
  port              = try(local.checked.port, null)
  path              = local.checked.path
  search_string     = try(local.checked.search_string, null)
  failure_threshold = try(local.checked.failure_threshold, 3)
  measure_latency   = try(local.checked.measure_latency, false)
  regions           = try(local.checked.regions, null)
  emails            = var.alarm_emails
}
