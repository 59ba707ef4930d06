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
    source = "../../environments/staging"
  }

  assert {
    condition     = output.cluster == "ecs-microservices-staging-cluster"
    error_message = "the cluster's name"
  }

  assert {
    condition     = output.deploy_role_subject == "repo:example-org/shop:environment:staging"
    error_message = "only jobs in the GitHub environment staging"
  }
}

run "staging_may_sleep" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    office_hours = {}
  }

  assert {
    condition     = length(module.platform.schedules) == 8
    error_message = "three services and the database stop and start"
  }
}
