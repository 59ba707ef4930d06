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
  github     = { owner = "example-org", repository = "shop" }

}

run "it_plans" {
  command = plan

  module {
    source = "../../environments/dev"
  }

  assert {
    condition     = output.cluster == "ecs-microservices-dev-cluster"
    error_message = "the cluster's name"
  }

  assert {
    condition     = output.deploy_role_subject == "repo:example-org/shop:environment:dev"
    error_message = "only jobs in the GitHub environment dev"
  }
}

run "an_account_is_twelve_digits" {
  command = plan

  module {
    source = "../../environments/dev"
  }

  variables {
    account_id = "12345"
  }

  expect_failures = [var.account_id]
}
