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
  account_id = "123456789012"
  owner      = "platform-team"
  budget     = { limit = 100, emails = ["billing@example.com"] }
}

run "defaults" {
  command = plan

  module {
    source = "../../account"
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 1 && length(aws_cloudtrail.this) == 1 && length(aws_securityhub_account.this) == 0
    error_message = "OIDC and CloudTrail are on, Security Hub is off"
  }

  assert {
    condition = jsonencode(one(aws_cloudtrail.this[0].event_selector)) == jsonencode({
      data_resource                    = [{ type = "AWS::S3::Object", values = ["arn:aws:s3:::ecs-microservices-state-123456789012/"] }]
      exclude_management_event_sources = null
      include_management_events        = true
      read_write_type                  = "All"
    })
    error_message = "all management events, and who reads and writes the state: ${jsonencode(aws_cloudtrail.this[0].event_selector)}"
  }
}

run "everything_off_makes_nothing" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    budget   = null
    features = { oidc_provider = false, registry = false, registry_scan = false, ecs_settings = false, cloudtrail = false, budget = false }
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) + length(aws_cloudtrail.this) + length(aws_budgets_budget.this) + length(aws_ecr_registry_scanning_configuration.this) == 0 && output.repository_urls == null
    error_message = "each is a switch"
  }
}

# An environment without an account of its own is in that of project.json, whichever account is applied.
run "another_account_has_no_roles_of_environments_that_are_not_in_it" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    account_id = "210987654321"
    github     = { owner = "example-org", repository = "shop" }
  }

  assert {
    condition     = length(output.infra_roles) == 0
    error_message = "roles of ${join(", ", keys(output.infra_roles))}"
  }
}

run "the_account_of_the_environments_has_their_roles" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    github = { owner = "example-org", repository = "shop" }
  }

  assert {
    condition     = keys(output.infra_roles) == ["dev", "prod", "staging"]
    error_message = "roles of ${join(", ", keys(output.infra_roles))}"
  }
}

run "a_budget_that_tells_nobody_is_refused" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    budget = { limit = 100, emails = [] }
  }

  expect_failures = [var.budget]
}

run "alarms_without_records_are_refused" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    features = { cloudtrail = false, security_alarms = true }
  }

  expect_failures = [var.features]
}

run "judgement_without_records_is_refused" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    features = { security_hub = true }
  }

  expect_failures = [var.features]
}

run "images_copied_to_where_they_are_are_refused" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    image_copies = { to = [{ region = "ap-south-1" }] }
  }

  expect_failures = [var.image_copies]
}

run "an_account_is_twelve_digits" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    account_id = "12345"
  }

  expect_failures = [var.account_id]
}

run "a_feature_that_there_is_not_is_refused" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    features = { oidc = false }
  }

  expect_failures = [var.features]
}

run "a_key_of_image_copies_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    image_copies = { form = ["345678901234"] }
  }

  expect_failures = [var.image_copies]
}

run "a_copy_to_a_misspelt_place_is_refused" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    image_copies = { to = [{ account = "210987654321", regio = "eu-central-1" }] }
  }

  expect_failures = [var.image_copies]
}

run "a_key_of_github_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    github = { owner = "example-org", repository = "shop", ownerid = "1001" }
  }

  expect_failures = [var.github]
}

run "copies_without_a_registry_are_refused" {
  command = plan

  module {
    source = "../../account"
  }

  variables {
    features     = { registry = false }
    image_copies = { from = ["345678901234"] }
  }

  expect_failures = [var.image_copies]
}
