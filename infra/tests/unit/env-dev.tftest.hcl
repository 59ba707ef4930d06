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

run "a_key_of_github_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/dev"
  }

  variables {
    github = { owner = "example-org", repository = "shop", ownerid = "1001" }
  }

  expect_failures = [var.github]
}

run "a_key_of_tracing_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/dev"
  }

  variables {
    tracing = { image = "collector:v0.43.3", service = ["nginx"] }
  }

  expect_failures = [var.tracing]
}

run "a_key_of_sessions_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/dev"
  }

  variables {
    sessions = { nodetype = "cache.t4g.small" }
  }

  expect_failures = [var.sessions]
}

run "a_key_of_files_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/dev"
  }

  variables {
    files = { uploads = { services = ["flask-app"], user = 999 } }
  }

  expect_failures = [var.files]
}

run "a_key_of_serverless_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/dev"
  }

  variables {
    serverless = { min_capacity = 0, max_capacity = 4, pause_afte = 600, empty = true }
  }

  expect_failures = [var.serverless]
}
