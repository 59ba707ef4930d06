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
  prefix   = "shop"
  services = ["web", "api"]
}

run "immutable_scanned_and_kept" {
  command = plan

  module {
    source = "../../modules/registry"
  }

  assert {
    condition     = aws_ecr_repository.this["web"].name == "shop/web" && aws_ecr_repository.this["web"].image_tag_mutability == "IMMUTABLE"
    error_message = "tags cannot be moved"
  }

  assert {
    condition = [
      for rule in jsondecode(aws_ecr_lifecycle_policy.this["api"].policy).rules : [try(one(rule.selection.tagPatternList), "any"), rule.selection.countNumber]
    ] == [["*.*.*", 100], ["*sha-*", 100], ["recipe-*", 50], ["copy-*", 50], ["any", 10]]
    error_message = "a hundred versions stay, a hundred commits, and fifty of what can be deployed"
  }
}

run "too_few_to_roll_back_are_refused" {
  command = plan

  module {
    source = "../../modules/registry"
  }

  variables {
    keep_releases = 10
  }

  expect_failures = [var.keep_releases]
}

run "too_few_builds_are_refused" {
  command = plan

  module {
    source = "../../modules/registry"
  }

  variables {
    keep_builds = 10
  }

  expect_failures = [var.keep_builds]
}
