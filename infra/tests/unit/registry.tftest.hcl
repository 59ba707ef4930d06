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
    condition     = jsondecode(aws_ecr_lifecycle_policy.this["api"].policy).rules[0].selection.countNumber == 100
    error_message = "a hundred versions stay"
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
