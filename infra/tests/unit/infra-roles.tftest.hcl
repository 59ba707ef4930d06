provider "aws" {
  region                      = "ap-south-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

variables {
  name         = "shop-dev"
  environment  = "dev"
  region       = "ap-south-1"
  account_id   = "123456789012"
  github       = { owner = "example-org", repository = "shop" }
  state_bucket = "shop-state"
}

run "plan_reads_and_infra_changes" {
  command = plan

  module {
    source = "../../modules/infra-roles"
  }

  assert {
    condition     = { for role, each in aws_iam_role.this : each.name => output.subjects[role] } == { shop-dev-plan = "repo:example-org/shop:environment:dev-plan", shop-dev-infra = "repo:example-org/shop:environment:dev-infra" }
    error_message = "each for its own GitHub environment"
  }

  assert {
    condition     = toset(keys(aws_iam_role_policy.this)) == toset(["infra-change", "infra-read", "plan-read"])
    error_message = "a plan has nothing that changes"
  }

  assert {
    condition = alltrue(flatten([
      for each in jsondecode(output.policies["plan-read"]).Statement : [for action in flatten([each.Action]) : can(regex("^[a-z0-9-]+:(Describe|Get|List)", action))]
    ]))
    error_message = "what it may do reads"
  }

  assert {
    condition     = alltrue([for json in values(output.policies) : length(json) < 10240 / 2])
    error_message = "both inline policies of a role have 10,240 characters together"
  }
}

run "copies_of_backups_are_made_in_their_region_and_nothing_else" {
  command = plan

  module {
    source = "../../modules/infra-roles"
  }

  variables {
    backup_region = "ap-southeast-1"
  }

  assert {
    condition = { for each in jsondecode(output.policies["infra-change"]).Statement : each.Sid => each.Condition.StringEquals["aws:RequestedRegion"] if can(each.Condition.StringEquals["aws:RequestedRegion"]) } == {
      Services = "ap-south-1", BackupCopies = "ap-southeast-1"
    }
    error_message = "one statement for each region"
  }

  assert {
    condition     = alltrue([for each in jsondecode(output.policies["infra-change"]).Statement : alltrue([for action in each.Action : can(regex("^(kms|rds):[A-Z][A-Za-z]+$", action))]) if each.Sid == "BackupCopies"])
    error_message = "by name"
  }
}

run "what_asks_from_outside_is_made_in_one_region_and_nothing_else" {
  command = plan

  module {
    source = "../../modules/infra-roles"
  }

  variables {
    synthetic_check = true
  }

  assert {
    condition = { for each in jsondecode(output.policies["infra-change"]).Statement : each.Sid => each.Condition.StringEquals["aws:RequestedRegion"] if can(each.Condition.StringEquals["aws:RequestedRegion"]) } == {
      Services = "ap-south-1", SyntheticCheck = "us-east-1"
    }
    error_message = "one statement for each region"
  }

  assert {
    condition     = alltrue([for each in jsondecode(output.policies["infra-change"]).Statement : alltrue([for action in each.Action : can(regex("^(cloudwatch|kms|route53|sns):[A-Z][A-Za-z]+$", action))]) if each.Sid == "SyntheticCheck"])
    error_message = "by name"
  }

  assert {
    condition     = [for each in jsondecode(output.policies["plan-read"]).Statement : each.Action if each.Sid == "HealthChecks"] == ["route53:GetHealthCheck"]
    error_message = "a plan reads the check"
  }
}

run "all_that_can_be_given_still_fits" {
  command = plan

  module {
    source = "../../modules/infra-roles"
  }

  variables {
    backup_region   = "ap-southeast-1"
    synthetic_check = true
  }

  assert {
    condition     = sum([for policy in ["infra-change", "infra-read"] : length(output.policies[policy])]) < 10240
    error_message = "both inline policies of a role have 10,240 characters together"
  }
}
