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
  alias                       = "backups"
  region                      = "ap-southeast-1"
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
  account_id      = "123456789012"
  owner           = "platform-team"
  github          = { owner = "example-org", repository = "shop" }
  certificate_arn = "arn:aws:acm:ap-south-1:123456789012:certificate/1"
  alarm_emails    = ["on-call@example.com"]
}

run "it_plans" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  assert {
    condition     = output.cluster == "ecs-microservices-cluster"
    error_message = "the cluster's name"
  }

  assert {
    condition     = output.backup_copies == null
    error_message = "no copies unless said"
  }

  assert {
    condition     = output.synthetic_check == null
    error_message = "nothing asks from outside unless said"
  }

  assert {
    condition     = output.deploy_role_subject == "repo:example-org/shop:environment:prod"
    error_message = "only jobs in the GitHub environment prod"
  }
}

run "production_without_https_is_refused" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    certificate_arn = null
  }

  expect_failures = [var.domain]
}

run "a_domain_and_a_certificate_are_refused" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    domain = { name = "app.example.com", zone_id = "Z1" }
  }

  expect_failures = [var.domain]
}

run "production_that_tells_nobody_is_refused" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    alarm_emails = []
  }

  expect_failures = [var.alarm_emails]
}

run "production_that_does_not_know_its_database_is_refused" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    database_ca_file = "missing.pem"
  }

  expect_failures = [var.database_ca_file]
}

run "backups_are_copied_where_it_is_said" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    backup_region    = "ap-southeast-1"
    backup_copy_days = 14
  }

  override_resource {
    target          = module.backup_copies[0].aws_kms_key.this
    override_during = plan
    values          = { arn = "arn:aws:kms:ap-southeast-1:123456789012:key/copies" }
  }

  assert {
    condition     = output.backup_copies == { region = "ap-southeast-1", days = 14, key = "arn:aws:kms:ap-southeast-1:123456789012:key/copies" }
    error_message = "in that region, for as long, with a key from there: ${jsonencode(output.backup_copies)}"
  }
}

run "a_copy_beside_the_database_is_refused" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    backup_region = "ap-south-1"
  }

  expect_failures = [var.backup_region]
}

run "a_city_is_no_region" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    backup_region = "Singapore"
  }

  expect_failures = [var.backup_region]
}

run "deploys_copy_from_where_it_is_said" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    deploy_allow = { copies_from = ["arn:aws:ecr:ap-south-1:210987654321:repository/ecs-microservices/nginx"] }
  }

  assert {
    condition = { for each in jsondecode(output.deploy_policy).Statement : each.Sid => flatten([each.Resource]) if startswith(each.Sid, "Ecr") && each.Sid != "EcrLogin" } == {
      EcrPush     = ["arn:aws:ecr:ap-south-1:123456789012:repository/ecs-microservices/*"]
      EcrCopyFrom = ["arn:aws:ecr:ap-south-1:210987654321:repository/ecs-microservices/nginx"]
    }
    error_message = output.deploy_policy
  }
}

run "it_is_asked_from_outside_where_it_is_said" {
  command = plan

  module {
    source = "../../environments/prod"
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
    source = "../../environments/prod"
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
    source = "../../environments/prod"
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
    source = "../../environments/prod"
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
    source = "../../environments/prod"
  }

  variables {
    synthetic_check = true
  }

  expect_failures = [var.synthetic_check]
}

run "copies_of_aurora_are_refused" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    backup_region = "ap-southeast-1"
    serverless    = { min_capacity = 0.5, max_capacity = 4, empty = true }
  }

  override_resource {
    target          = module.platform.module.database_cluster[0].aws_rds_cluster.this
    override_during = plan
    values          = { master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:rds!cluster-1-abcdef" }] }
  }

  expect_failures = [var.serverless]
}

run "an_account_is_twelve_digits" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    account_id = "12345"
  }

  expect_failures = [var.account_id]
}

run "a_key_of_github_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    github = { owner = "example-org", repository = "shop", ownerid = "1001" }
  }

  expect_failures = [var.github]
}

run "a_key_of_tracing_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    tracing = { image = "collector:v0.43.3", service = ["nginx"] }
  }

  expect_failures = [var.tracing]
}

run "a_key_of_sessions_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    sessions = { nodetype = "cache.t4g.small" }
  }

  expect_failures = [var.sessions]
}

run "a_key_of_files_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    files = { uploads = { services = ["flask-app"], user = 999 } }
  }

  expect_failures = [var.files]
}

run "a_key_of_serverless_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    serverless = { min_capacity = 0, max_capacity = 4, pause_afte = 600, empty = true }
  }

  expect_failures = [var.serverless]
}

run "a_key_of_deploy_allow_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    deploy_allow = { psuh = false }
  }

  expect_failures = [var.deploy_allow]
}

run "null_is_as_if_it_were_not_said" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    certificate_arn = null
    domain          = { name = "app.example.com", zone_id = "Z1" }
    synthetic_check = { path = null, port = null, search_string = null, failure_threshold = null, measure_latency = null, regions = null }
  }

  assert {
    condition     = endswith(module.synthetic_check[0].url, "/ready")
    error_message = "what goes without saying: ${module.synthetic_check[0].url}"
  }
}

run "files_of_production_are_held" {
  command = plan

  module {
    source = "../../environments/prod"
  }

  variables {
    services = { reports = { definition = "../variables/reports-with-files.json", count = 1, database = true }, redis = { callers = ["reports"] } }
    files    = { archive = { services = ["reports"] } }
  }

  assert {
    condition     = length(terraform_data.files) == 1
    error_message = "without their key in terraform.tfvars a plan is refused"
  }
}
