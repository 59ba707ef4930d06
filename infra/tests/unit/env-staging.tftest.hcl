provider "aws" {
  region                      = "ap-south-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

provider "aws" {
  alias                       = "us_east_1"
  region                      = "us-east-1"
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

run "it_is_asked_from_outside_where_it_is_said" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    certificate_arn = null
    domain          = { name = "app.example.com", zone_id = "Z1" }
    synthetic_check = {}
  }

  assert {
    condition     = module.synthetic_check[0].url == "https://app.example.com/ready"
    error_message = "the domain, over HTTPS: ${module.synthetic_check[0].url}"
  }
}

run "the_name_of_a_certificate_from_elsewhere_is_said" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    certificate_arn = "arn:aws:acm:ap-south-1:123456789012:certificate/1"
    synthetic_check = { fqdn = "shop.example.com", path = "/" }
  }

  assert {
    condition     = module.synthetic_check[0].url == "https://shop.example.com/"
    error_message = "that name: ${module.synthetic_check[0].url}"
  }
}

run "a_name_that_nobody_knows_is_refused" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    certificate_arn = "arn:aws:acm:ap-south-1:123456789012:certificate/1"
    synthetic_check = {}
  }

  expect_failures = [var.synthetic_check]
}

run "a_key_of_the_check_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    certificate_arn = "arn:aws:acm:ap-south-1:123456789012:certificate/1"
    synthetic_check = { fqdn = "shop.example.com", interval = 10 }
  }

  expect_failures = [var.synthetic_check]
}

run "a_check_is_no_yes" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    synthetic_check = true
  }

  expect_failures = [var.synthetic_check]
}

run "without_a_certificate_the_load_balancer_is_asked_over_http" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    synthetic_check = {}
  }

  override_resource {
    target          = module.platform.module.alb.aws_lb.this
    override_during = plan
    values          = { arn = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:loadbalancer/app/staging-alb/1", dns_name = "staging-alb-1.ap-south-1.elb.amazonaws.com" }
  }

  assert {
    condition     = module.synthetic_check[0].url == "http://staging-alb-1.ap-south-1.elb.amazonaws.com/ready"
    error_message = "its own name: ${module.synthetic_check[0].url}"
  }
}

run "a_check_of_what_sleeps_is_refused" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    office_hours    = {}
    synthetic_check = {}
  }

  expect_failures = [var.synthetic_check]
}

run "an_account_is_twelve_digits" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    account_id = "12345"
  }

  expect_failures = [var.account_id]
}

run "a_key_of_github_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    github = { owner = "example-org", repository = "shop", ownerid = "1001" }
  }

  expect_failures = [var.github]
}

run "a_key_of_tracing_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    tracing = { image = "collector:v0.43.3", service = ["nginx"] }
  }

  expect_failures = [var.tracing]
}

run "a_key_of_sessions_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    sessions = { nodetype = "cache.t4g.small" }
  }

  expect_failures = [var.sessions]
}

run "a_key_of_files_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    files = { uploads = { services = ["flask-app"], user = 999 } }
  }

  expect_failures = [var.files]
}

run "a_key_of_serverless_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    serverless = { min_capacity = 0, max_capacity = 4, pause_afte = 600, empty = true }
  }

  expect_failures = [var.serverless]
}

run "null_is_as_if_it_were_not_said" {
  command = plan

  module {
    source = "../../environments/staging"
  }

  variables {
    domain          = { name = "app.example.com", zone_id = "Z1" }
    synthetic_check = { path = null, port = null, search_string = null, failure_threshold = null, measure_latency = null, regions = null }
  }

  assert {
    condition     = endswith(module.synthetic_check[0].url, "/ready")
    error_message = "what goes without saying: ${module.synthetic_check[0].url}"
  }
}
