# What exists once per account and region: the environments share it, so it is in none of them.
provider "aws" {
  region              = local.region
  allowed_account_ids = [local.account_id]

  default_tags {
    tags = {
      Project     = local.name
      Environment = "shared"
      Owner       = var.owner
      ManagedBy   = "terraform"
    }
  }
}

# What is said of names, region and account is said in project.json.
locals {
  project    = jsondecode(file("${path.module}/../project.json"))
  region     = local.project.region
  name       = local.project.name
  account_id = coalesce(var.account_id, local.project.account)

  features_by_default = {
    oidc_provider    = true
    registry         = true
    registry_scan    = true
    ecs_settings     = true
    cloudtrail       = true
    security_alarms  = false
    config           = false
    security_hub     = false
    budget           = true
    anomaly_monitor  = false
    cost_tags        = false
    enhanced_scanner = false
  }
  features = merge(local.features_by_default, { for name, on in var.features : name => on if on != null })

  copies_to = try([for each in var.image_copies.to : each], [])
}

# Refuses what is misspelt there.
module "project" {
  source = "../modules/project"

  project = local.project
}

# No thumbprint: AWS trusts GitHub's certificate through its own authorities.
resource "aws_iam_openid_connect_provider" "github" {
  count = local.features.oidc_provider ? 1 : 0

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

# The roles of .github/workflows/infra.yml. They are here because an environment cannot make the role that makes it.
module "infra_roles" {
  source   = "../modules/infra-roles"
  for_each = var.github == null ? {} : { for name, its in local.project.environments : name => its if try(its.account, local.project.account) == local.account_id }

  name            = each.value.name
  environment     = each.key
  region          = try(each.value.region, local.region)
  backup_region   = try(each.value.backup_region, null)
  synthetic_check = try(each.value.synthetic_check, null) != null
  account_id      = local.account_id
  github          = var.github
  state_bucket    = "${local.name}-state-${local.account_id}"
}

module "registry" {
  source = "../modules/registry"
  count  = local.features.registry ? 1 : 0

  prefix      = local.name
  services    = var.services
  region      = local.region
  account_id  = local.account_id
  copies_to   = [for each in local.copies_to : { region = try(coalesce(each.region), local.region), account_id = try(coalesce(each.account), local.account_id) }]
  copies_from = try(coalesce(var.image_copies.from), [])
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  count = local.features.registry_scan ? 1 : 0

  scan_type = local.features.enhanced_scanner ? "ENHANCED" : "BASIC"

  rule {
    scan_frequency = local.features.enhanced_scanner ? "CONTINUOUS_SCAN" : "SCAN_ON_PUSH"

    repository_filter {
      filter      = "${local.name}/*"
      filter_type = "WILDCARD"
    }
  }
}

resource "aws_ecs_account_setting_default" "this" {
  for_each = local.features.ecs_settings ? {
    containerInsights        = "enabled"
    tagResourceAuthorization = "on"
    # AWS's default since June 2025; stated, because logs may be lost with it and not without.
    defaultLogDriverMode = "non-blocking"
  } : {}

  name  = each.key
  value = each.value
}

resource "aws_ce_cost_allocation_tag" "this" {
  for_each = toset(local.features.cost_tags ? ["Project", "Environment", "Owner"] : [])

  tag_key = each.key
  status  = "Active"
}
