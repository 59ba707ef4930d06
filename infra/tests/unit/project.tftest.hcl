variables {
  project = {
    name    = "shop"
    region  = "eu-central-1"
    account = "123456789012"
    environments = {
      prod = { name = "shop", cidr = "10.0.0.0/16", account = "210987654321", region = "eu-west-1", backup_region = "eu-north-1", synthetic_check = true }
      test = { name = "shop-test", cidr = "10.1.0.0/16" }
    }
  }
}

run "all_that_is_read_is_taken" {
  command = plan

  module {
    source = "../../modules/project"
  }
}

run "a_misspelt_key_of_the_project_is_refused" {
  command = plan

  module {
    source = "../../modules/project"
  }

  variables {
    project = { name = "shop", regoin = "eu-central-1", account = "123456789012", environments = {} }
  }

  expect_failures = [var.project]
}

run "an_environment_with_a_misspelt_account_is_refused" {
  command = plan

  module {
    source = "../../modules/project"
  }

  variables {
    project = { name = "shop", region = "eu-central-1", account = "123456789012", environments = {
      prod = { name = "shop", cidr = "10.0.0.0/16", acount = "210987654321" }
    } }
  }

  expect_failures = [var.project]
}

run "an_environment_without_a_range_is_refused" {
  command = plan

  module {
    source = "../../modules/project"
  }

  variables {
    project = { name = "shop", region = "eu-central-1", account = "123456789012", environments = { prod = { name = "shop" } } }
  }

  expect_failures = [var.project]
}
