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

run "nothing_is_copied_unless_said" {
  command = plan

  module {
    source = "../../modules/registry"
  }

  assert {
    condition     = length(aws_ecr_replication_configuration.this) + length(aws_ecr_registry_policy.this) == 0
    error_message = "neither from here nor to here"
  }
}

run "images_are_copied_to_regions_and_accounts" {
  command = plan

  module {
    source = "../../modules/registry"
  }

  variables {
    copies_to = [{ region = "eu-central-1", account_id = "123456789012" }, { region = "ap-south-1", account_id = "210987654321" }]
  }

  assert {
    condition     = toset([for each in one(one(aws_ecr_replication_configuration.this[0].replication_configuration).rule).destination : "${each.region} ${each.registry_id}"]) == toset(["eu-central-1 123456789012", "ap-south-1 210987654321"])
    error_message = "to both"
  }

  assert {
    condition     = one(one(one(aws_ecr_replication_configuration.this[0].replication_configuration).rule).repository_filter) == { filter = "shop/", filter_type = "PREFIX_MATCH" }
    error_message = "of these repositories, and no others"
  }
}

run "another_account_copies_into_these_repositories_and_no_more" {
  command = plan

  module {
    source = "../../modules/registry"
  }

  variables {
    region      = "ap-south-1"
    account_id  = "210987654321"
    copies_from = ["123456789012"]
  }

  assert {
    condition = jsondecode(aws_ecr_registry_policy.this[0].policy).Statement == [{
      Sid       = "Copies", Effect = "Allow", Action = "ecr:ReplicateImage"
      Principal = { AWS = ["arn:aws:iam::123456789012:root"] }
      Resource  = ["arn:aws:ecr:ap-south-1:210987654321:repository/shop/api", "arn:aws:ecr:ap-south-1:210987654321:repository/shop/web"]
    }]
    error_message = aws_ecr_registry_policy.this[0].policy
  }
}

run "copies_to_a_city_are_refused" {
  command = plan

  module {
    source = "../../modules/registry"
  }

  variables {
    copies_to = [{ region = "Frankfurt", account_id = "123456789012" }]
  }

  expect_failures = [var.copies_to]
}

run "copies_from_anybody_are_refused" {
  command = plan

  module {
    source = "../../modules/registry"
  }

  variables {
    region      = "ap-south-1"
    account_id  = "210987654321"
    copies_from = ["*"]
  }

  expect_failures = [var.copies_from]
}

run "copies_into_nowhere_are_refused" {
  command = plan

  module {
    source = "../../modules/registry"
  }

  variables {
    copies_from = ["123456789012"]
  }

  expect_failures = [var.copies_from]
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
