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
  github     = { owner = "example-org", repository = "shop", environment = "prod" }
}

run "any_repository_of_an_owner_is_refused" {
  command = plan

  module {
    source = "../../modules/github-trust"
  }

  variables {
    github = merge(var.github, { repository = "*" })
  }

  expect_failures = [var.github]
}

run "no_repository_is_refused" {
  command = plan

  module {
    source = "../../modules/github-trust"
  }

  variables {
    github = merge(var.github, { repository = "" })
  }

  expect_failures = [var.github]
}

run "any_environment_is_refused" {
  command = plan

  module {
    source = "../../modules/github-trust"
  }

  variables {
    github = merge(var.github, { environment = "*" })
  }

  expect_failures = [var.github]
}

run "no_environment_is_refused" {
  command = plan

  module {
    source = "../../modules/github-trust"
  }

  variables {
    github = merge(var.github, { environment = "" })
  }

  expect_failures = [var.github]
}

run "half_an_identity_is_refused" {
  command = plan

  module {
    source = "../../modules/github-trust"
  }

  variables {
    github = merge(var.github, { repository_id = "2002" })
  }

  expect_failures = [var.github]
}

run "ids_are_numbers" {
  command = plan

  module {
    source = "../../modules/github-trust"
  }

  variables {
    github = merge(var.github, { owner_id = "octocat", repository_id = "2002" })
  }

  expect_failures = [var.github]
}
