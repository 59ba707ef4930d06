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
  name       = "shop"
  account_id = "123456789012"
  network    = { cidr = "10.9.0.0/16" }
  web        = { plain_http = true }
  github     = { owner = "example-org", repository = "shop", environment = "test" }
}

override_resource {
  target          = module.network.aws_vpc.this
  override_during = plan
  values          = { id = "vpc-shop" }
}

override_resource {
  target          = module.alb.aws_security_group.this
  override_during = plan
  values          = { id = "sg-alb" }
}

override_resource {
  target          = module.database[0].aws_security_group.this
  override_during = plan
  values          = { id = "sg-database" }
}

override_resource {
  target          = module.service["nginx"].aws_security_group.this
  override_during = plan
  values          = { id = "sg-nginx" }
}

override_resource {
  target          = module.service["flask-app"].aws_security_group.this
  override_during = plan
  values          = { id = "sg-flask-app" }
}

override_resource {
  target          = module.service["redis"].aws_security_group.this
  override_during = plan
  values          = { id = "sg-redis" }
}

override_resource {
  target          = module.application_role[0].aws_security_group.this
  override_during = plan
  values          = { id = "sg-role" }
}

override_resource {
  target          = module.application_role[0].aws_secretsmanager_secret.this
  override_during = plan
  values          = { arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/database/application-abcdef", id = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/database/application-abcdef" }
}

override_resource {
  target          = module.alb.aws_lb_target_group.this["blue"]
  override_during = plan
  values          = { arn = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:targetgroup/shop-nginx/1", arn_suffix = "targetgroup/shop-nginx/1" }
}

override_resource {
  target          = aws_secretsmanager_secret.redis
  override_during = plan
  values          = { arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/redis/password-abcdef", id = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/redis/password-abcdef" }
}

override_resource {
  target          = module.database[0].aws_db_instance.this
  override_during = plan
  values          = { address = "db.example", master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:rds!db-1-abcdef" }] }
}

# The ids are made up above, so that it shows which group a rule names.
run "each_path_joins_the_right_groups" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  assert {
    condition = { for path, rule in aws_vpc_security_group_ingress_rule.path : path => [rule.referenced_security_group_id, rule.security_group_id, rule.from_port] } == {
      "alb-nginx"                 = ["sg-alb", "sg-nginx", 8080]
      "nginx-flask-app"           = ["sg-nginx", "sg-flask-app", 5000]
      "flask-app-redis"           = ["sg-flask-app", "sg-redis", 6379]
      "flask-app-database"        = ["sg-flask-app", "sg-database", 5432]
      "application-role-database" = ["sg-role", "sg-database", 5432]
    }
    error_message = "who may talk to whom: ${jsonencode({ for path, rule in aws_vpc_security_group_ingress_rule.path : path => [rule.referenced_security_group_id, rule.security_group_id, rule.from_port] })}"
  }

  assert {
    condition     = alltrue([for path, rule in aws_vpc_security_group_egress_rule.path : rule.security_group_id == aws_vpc_security_group_ingress_rule.path[path].referenced_security_group_id && rule.referenced_security_group_id == aws_vpc_security_group_ingress_rule.path[path].security_group_id])
    error_message = "what comes in there goes out here"
  }

  assert {
    condition = { for each in output.shapes["flask-app"].container.secrets : each.name => each.valueFrom } == {
      DATABASE_PASSWORD = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/database/application-abcdef:password::"
      REDIS_PASSWORD    = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/redis/password-abcdef"
    }
    error_message = "the password of the application's role, and redis's"
  }

  assert {
    condition     = jsonencode(output.ids.security_groups) == jsonencode({ alb = "sg-alb", application-role = "sg-role", database = "sg-database", flask-app = "sg-flask-app", nginx = "sg-nginx", redis = "sg-redis" })
    error_message = "which group is whose: ${jsonencode(output.ids.security_groups)}"
  }

  assert {
    condition     = [output.ids.vpc, output.ids.database, output.ids.database_address, output.ids.target_groups.nginx] == ["vpc-shop", "shop-postgres", "db.example", "arn:aws:elasticloadbalancing:ap-south-1:123456789012:targetgroup/shop-nginx/1"]
    error_message = "the ids of what there is: ${jsonencode([output.ids.vpc, output.ids.database, output.ids.database_address, output.ids.target_groups.nginx])}"
  }

  assert {
    condition     = { for each in output.shapes["flask-app"].container.environment : each.name => each.value }.DATABASE_HOST == "db.example"
    error_message = "the database's address"
  }
}

run "without_a_role_of_their_own_services_are_the_master" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    database = { application_role = false }
  }

  assert {
    condition     = { for each in output.shapes["flask-app"].container.secrets : each.name => each.valueFrom }.DATABASE_PASSWORD == "arn:aws:secretsmanager:ap-south-1:123456789012:secret:rds!db-1-abcdef:password::"
    error_message = "RDS's secret"
  }

  assert {
    condition     = { for each in output.shapes["flask-app"].container.environment : each.name => each.value }.DATABASE_USER == "app"
    error_message = "the master user"
  }

  assert {
    condition     = output.application_role == null && length(module.application_role) == 0
    error_message = "nothing is made for the role"
  }
}

run "with_certificates_the_database_is_verified" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    database = { ca_pem = "-----BEGIN CERTIFICATE-----" }
  }

  assert {
    condition     = { for each in output.shapes["flask-app"].container.environment : each.name => each.value }.DATABASE_SSLMODE == "verify-full"
    error_message = "verify-full"
  }
}

run "no_https_is_refused_unless_said" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    web = {}
  }

  expect_failures = [var.web]
}

run "a_domain_and_a_certificate_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    web = {
      domain          = { name = "app.example.com", zone_id = "Z1" }
      certificate_arn = "arn:aws:acm:ap-south-1:123456789012:certificate/1"
    }
  }

  expect_failures = [var.web]
}

run "a_name_that_does_not_fit_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    name = "Shop_1"
  }

  expect_failures = [var.name]
}

run "what_is_not_said_has_its_default" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = { min = null, max = 3 } }
  }

  assert {
    condition     = local.given.nginx.min == 2 && local.given.nginx.max == 3 && local.given.flask-app.max == 4
    error_message = "two to three, and two to four"
  }
}

run "an_attribute_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = { mx = 9, minimum = 7 } }
  }

  expect_failures = [var.services]
}

run "redis_does_not_scale" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { redis = { max = 2 } }
  }

  expect_failures = [var.services]
}

run "a_service_that_there_is_not_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask_app = { max = 2 } }
  }

  expect_failures = [var.services]
}

run "a_service_that_is_a_number_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = 5 }
  }

  expect_failures = [var.services]
}

run "services_without_names_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = ["nginx"]
  }

  expect_failures = [var.services]
}

run "a_schedule_in_a_time_zone_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = { schedules = { morning = { at = "cron(0 8 ? * MON-FRI *)", min = 2, max = 4, timezone = "Asia/Kolkata" } } } }
  }

  expect_failures = [var.services]
}

run "a_schedule_without_limits_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = { schedules = { morning = { at = "cron(0 8 ? * MON-FRI *)", min = 2 } } } }
  }

  expect_failures = [var.services]
}

run "five_tasks_are_what_the_database_bears" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { max = 5 } }
  }

  assert {
    condition     = output.connections == 80
    error_message = "5 tasks × 2 × 2 workers × 4"
  }
}

run "six_are_too_many" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { max = 6 } }
  }

  expect_failures = [output.connections]
}

run "they_are_for_an_hour_too" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { schedules = { sale = { at = "at(2026-12-24T18:00:00)", min = 2, max = 6 } } } }
  }

  expect_failures = [output.connections]
}

run "smaller_pools_bear_more_tasks" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { max = 8, environment = { DATABASE_POOL_SIZE = "2" } } }
  }

  assert {
    condition     = output.connections == 64
    error_message = "8 tasks × 2 × 2 workers × 2"
  }
}

run "larger_pools_bear_fewer" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { max = 4, settings = { WEB_WORKERS = "4" } } }
  }

  expect_failures = [output.connections]
}

run "a_larger_database_bears_more" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { max = 10 } }
    database = { instance_class = "db.t4g.small" }
  }

  assert {
    condition     = output.connections == 160
    error_message = "10 tasks × 2 × 2 workers × 4"
  }
}

run "an_hour_that_nothing_reads_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    office_hours = { stopp = "cron(0 20 ? * MON-FRI *)" }
  }

  expect_failures = [var.office_hours]
}

run "secrets_and_rights_of_a_service" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = {
      flask-app = {
        max = 3
        secrets = {
          API_KEY = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/api-abcdef:key::"
          PARTNER = "arn:aws:ssm:ap-south-1:123456789012:parameter/shop/partner"
        }
        policy = [{ actions = ["s3:GetObject"], resources = ["arn:aws:s3:::shop-pictures/*"] }]
      }
    }
  }

  assert {
    condition = { for each in output.shapes["flask-app"].container.secrets : each.name => each.valueFrom if contains(["API_KEY", "PARTNER"], each.name) } == {
      API_KEY = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/api-abcdef:key::"
      PARTNER = "arn:aws:ssm:ap-south-1:123456789012:parameter/shop/partner"
    }
    error_message = "the tasks are given both"
  }

  assert {
    condition = { for each in jsondecode(module.service["flask-app"].execution_policy).Statement : each.Sid => toset(flatten([each.Resource])) if contains(["Secrets", "Parameters"], each.Sid) } == {
      Secrets = toset([
        "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/database/application-abcdef",
        "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/api-abcdef",
        "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/redis/password-abcdef",
      ])
      Parameters = toset(["arn:aws:ssm:ap-south-1:123456789012:parameter/shop/partner"])
    }
    error_message = "they may be read to start flask-app, and no others"
  }

  assert {
    condition     = length([for each in jsondecode(module.service["nginx"].execution_policy).Statement : each if contains(["Secrets", "Parameters"], each.Sid)]) == 0
    error_message = "nginx may read none"
  }

  assert {
    condition     = [for each in jsondecode(data.aws_iam_policy_document.application["flask-app"].json).Statement : [each.Action, each.Resource]] == [["s3:GetObject", "arn:aws:s3:::shop-pictures/*"]]
    error_message = "the application may read pictures, and no more"
  }

  assert {
    condition     = keys(data.aws_iam_policy_document.application) == ["flask-app"] && jsondecode(module.service["flask-app"].task_policy).Statement[0].Action == "s3:GetObject" && module.service["redis"].task_policy == null
    error_message = "and nobody else anything"
  }
}

run "a_secret_that_is_none_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = { secrets = { API_KEY = "s3cr3t" } } }
  }

  expect_failures = [var.services]
}

run "a_star_is_no_action" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = { policy = [{ actions = ["s3:*"], resources = ["arn:aws:s3:::shop-pictures/*"] }] } }
  }

  expect_failures = [var.services]
}

run "a_star_is_no_resource" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = { policy = [{ actions = ["s3:GetObject"], resources = ["*"] }] } }
  }

  expect_failures = [var.services]
}

run "half_a_right_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = { policy = [{ actions = ["s3:GetObject"] }] } }
  }

  expect_failures = [var.services]
}

run "sessions_have_a_store_of_their_own" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    sessions = {}
  }

  override_resource {
    target          = module.sessions[0].aws_elasticache_replication_group.this
    override_during = plan
    values          = { primary_endpoint_address = "store.example" }
  }

  override_resource {
    target          = module.sessions[0].aws_security_group.this
    override_during = plan
    values          = { id = "sg-sessions" }
  }

  assert {
    condition     = { for each in output.shapes["flask-app"].container.environment : each.name => each.value if startswith(each.name, "SESSIONS_") } == { SESSIONS_URL = "rediss://shop-flask-app@store.example:6379", SESSIONS_IAM_CACHE = "shop-sessions" }
    error_message = "flask-app is told where: ${jsonencode(output.shapes["flask-app"].container.environment)}"
  }

  assert {
    condition     = [aws_vpc_security_group_ingress_rule.path["flask-app-sessions"].referenced_security_group_id, aws_vpc_security_group_ingress_rule.path["flask-app-sessions"].security_group_id, aws_vpc_security_group_ingress_rule.path["flask-app-sessions"].from_port] == ["sg-flask-app", "sg-sessions", 6379]
    error_message = "flask-app gets through"
  }

  assert {
    condition     = [for path in keys(aws_vpc_security_group_ingress_rule.path) : path if endswith(path, "-sessions")] == ["flask-app-sessions"]
    error_message = "and nobody else"
  }

  assert {
    condition     = [for each in jsondecode(data.aws_iam_policy_document.application["flask-app"].json).Statement : each.Action] == ["elasticache:Connect"] && length(data.aws_iam_policy_document.application) == 1
    error_message = "its task may log in"
  }

  assert {
    condition     = output.ids.sessions == "store.example"
    error_message = "the ids name it"
  }
}

run "sessions_are_in_redis_without_it" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  assert {
    condition     = length(module.sessions) == 0 && output.ids.sessions == null && !anytrue([for each in output.shapes["flask-app"].container.environment : startswith(each.name, "SESSIONS_")])
    error_message = "nothing is made, and flask-app is told nothing"
  }
}

run "sessions_of_a_service_that_is_not_there_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    sessions = { services = ["nginx"] }
  }

  expect_failures = [var.sessions]
}

run "fixed_addresses_stand_before_the_load_balancer" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    web = {
      domain          = { name = "app.example.com", zone_id = "Z1" }
      fixed_addresses = true
    }
  }

  override_resource {
    target          = module.nlb[0].aws_lb.this
    override_during = plan
    values          = { arn = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:loadbalancer/net/shop-nlb/1", dns_name = "nlb.example", zone_id = "ZNLB" }
  }

  override_resource {
    target          = module.nlb[0].aws_eip.this
    override_during = plan
    values          = { public_ip = "192.0.2.1" }
  }

  override_resource {
    target          = aws_acm_certificate.this[0]
    override_during = plan
    values          = { arn = "arn:aws:acm:ap-south-1:123456789012:certificate/1", domain_validation_options = [{ domain_name = "app.example.com", resource_record_name = "_a", resource_record_type = "CNAME", resource_record_value = "_b" }] }
  }

  override_resource {
    target          = aws_acm_certificate_validation.this[0]
    override_during = plan
    values          = { certificate_arn = "arn:aws:acm:ap-south-1:123456789012:certificate/1" }
  }

  assert {
    condition     = [aws_route53_record.alias[0].alias[0].name, aws_route53_record.alias[0].alias[0].zone_id] == ["nlb.example", "ZNLB"]
    error_message = "the name leads to it: ${jsonencode(aws_route53_record.alias[0].alias)}"
  }

  assert {
    condition     = output.ids.fixed_addresses == ["192.0.2.1", "192.0.2.1"]
    error_message = "one in each zone: ${jsonencode(output.ids.fixed_addresses)}"
  }
}

run "no_fixed_addresses_unless_said" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  assert {
    condition     = length(module.nlb) == 0 && length(output.ids.fixed_addresses) == 0 && length(module.files) == 0 && output.ids.files == null
    error_message = "neither addresses nor files"
  }
}

run "files_are_shared_by_those_that_are_named" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { worker = { definition = "definitions/worker.json", count = 1, secrets = {
      COLLECTOR_TOKEN = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/worker/token-abcdef"
    } } }
    files = { files = { services = ["worker"] } }
  }

  override_resource {
    target          = module.files[0].aws_efs_file_system.this
    override_during = plan
    values          = { id = "fs-shop", arn = "arn:aws:elasticfilesystem:ap-south-1:123456789012:file-system/fs-shop" }
  }

  override_resource {
    target          = module.files[0].aws_efs_access_point.volume["files"]
    override_during = plan
    values          = { id = "fsap-shop", arn = "arn:aws:elasticfilesystem:ap-south-1:123456789012:access-point/fsap-shop" }
  }

  override_resource {
    target          = module.files[0].aws_security_group.this
    override_during = plan
    values          = { id = "sg-files" }
  }

  override_resource {
    target          = module.service["worker"].aws_security_group.this
    override_during = plan
    values          = { id = "sg-worker" }
  }

  assert {
    condition     = jsonencode(output.shapes["worker"].volumes) == jsonencode({ files = { access_point = "fsap-shop", file_system = "fs-shop", iam = "ENABLED" }, scratch = null })
    error_message = "the volume is the environment's: ${jsonencode(output.shapes["worker"].volumes)}"
  }

  assert {
    condition     = [aws_vpc_security_group_ingress_rule.path["worker-files"].referenced_security_group_id, aws_vpc_security_group_ingress_rule.path["worker-files"].security_group_id, aws_vpc_security_group_ingress_rule.path["worker-files"].from_port] == ["sg-worker", "sg-files", 2049]
    error_message = "the worker gets through"
  }

  assert {
    condition     = keys(data.aws_iam_policy_document.application) == ["worker"] && length(data.aws_iam_policy_document.application["worker"].source_policy_documents) == 1
    error_message = "with the rights of its own role, and nobody else's"
  }
}

run "files_in_a_folder_that_a_definition_names_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { shelf = { definition = "definitions/shelf.json", count = 1 } }
    files    = { files = { services = ["shelf"] } }
  }

  expect_failures = [var.files]
}

run "files_of_a_service_that_is_not_there_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    files = { uploads = { services = ["nobody"] } }
  }

  expect_failures = [var.files]
}

run "another_region_and_another_account_are_all_that_is_named" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    region     = "eu-central-1"
    account_id = "210987654321"
  }

  assert {
    condition     = keys(output.ids.nat_gateways) == ["eu-central-1a", "eu-central-1b"]
    error_message = "the zones are of the region"
  }

  assert {
    condition     = length(regexall("ap-south-1|123456789012", "${output.deploy_policy}${output.dashboard}${jsonencode(keys(output.ids.nat_gateways))}")) == 0
    error_message = "nothing is named after another region or account"
  }

  assert {
    condition     = length(regexall("arn:aws:ecs:eu-central-1:210987654321:service/", output.deploy_policy)) > 0 && startswith(output.dashboard, "https://eu-central-1.")
    error_message = "the deploy role and the dashboard are of that region and account"
  }
}

run "hours_that_a_schedule_ends_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    office_hours = {}
    services     = { nginx = { schedules = { morning = { at = "cron(30 2 ? * MON-FRI *)", min = 4, max = 8 } } } }
  }

  expect_failures = [var.office_hours]
}

run "hours_that_a_queue_ends_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    office_hours = {}
    services     = { flask-app = { metric_target = { target = 5, namespace = "Shop", name = "Backlog" } } }
  }

  expect_failures = [var.office_hours]
}

run "aurora_stands_where_the_instance_stood" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    database     = { serverless = { min_capacity = 0.5, max_capacity = 4, snapshot = "shop-before-aurora" } }
    office_hours = {}
  }

  override_resource {
    target          = module.database_cluster[0].aws_security_group.this
    override_during = plan
    values          = { id = "sg-aurora" }
  }

  override_resource {
    target          = module.database_cluster[0].aws_rds_cluster.this
    override_during = plan
    values          = { endpoint = "shop-aurora.example", reader_endpoint = "shop-aurora-ro.example", master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:rds!cluster-1-abcdef" }] }
  }

  assert {
    condition = { for key in ["database", "database_arn", "database_address", "database_replica", "database_password"] : key => output.ids[key] } == {
      database          = "shop-aurora"
      database_arn      = "arn:aws:rds:ap-south-1:123456789012:cluster:shop-aurora"
      database_address  = "shop-aurora.example"
      database_replica  = "shop-aurora-ro.example"
      database_password = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:rds!cluster-1-abcdef"
    }
    error_message = "the ids are those of the cluster: ${jsonencode(output.ids)}"
  }

  assert {
    condition     = length(module.database) == 0 && aws_vpc_security_group_ingress_rule.path["flask-app-database"].security_group_id == "sg-aurora"
    error_message = "no instance beside it, and the services are let in"
  }
}

run "connections_are_reckoned_from_the_largest_capacity" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    database = { serverless = { min_capacity = 0.5, max_capacity = 1, empty = true } }
    services = { flask-app = { max = 20 } }
  }

  expect_failures = [output.connections]
}

run "aurora_that_would_lose_the_data_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    database = { serverless = { min_capacity = 0.5, max_capacity = 4 } }
  }

  expect_failures = [var.database]
}

run "aurora_both_empty_and_from_a_snapshot_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    database = { serverless = { min_capacity = 0.5, max_capacity = 4, snapshot = "shop", empty = true } }
  }

  expect_failures = [var.database]
}

run "aurora_has_no_replica_of_an_instance" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    database = { read_replica = {}, serverless = { min_capacity = 0.5, max_capacity = 4, empty = true } }
  }

  expect_failures = [var.database]
}

run "aurora_has_no_blue_green_of_an_instance" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    database = { blue_green_updates = true, serverless = { min_capacity = 0.5, max_capacity = 4, empty = true } }
  }

  expect_failures = [var.database]
}

run "aurora_has_no_class" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    database = { instance_class = "db.t4g.small", serverless = { min_capacity = 0.5, max_capacity = 4, empty = true } }
  }

  expect_failures = [var.database]
}

run "an_account_is_twelve_digits" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    account_id = "12345"
  }

  expect_failures = [var.account_id]
}

run "tracing_of_a_service_that_there_is_not_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    tracing = { image = "collector:v0.43.3", services = ["elsewhere"] }
  }

  expect_failures = [var.tracing]
}

run "tracing_of_no_service_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    tracing = { image = "collector:v0.43.3", services = [] }
  }

  expect_failures = [var.tracing]
}

run "a_snapshot_without_a_name_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    database = { serverless = { min_capacity = 0.5, max_capacity = 4, snapshot = "" } }
  }

  expect_failures = [var.database]
}

run "a_domain_with_a_scheme_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    web = { domain = { name = "https://app.example.com", zone_id = "Z0123456789ABCDEFGHIJ" } }
  }

  expect_failures = [var.web]
}

run "the_name_of_a_zone_is_no_id" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    web = { domain = { name = "app.example.com", zone_id = "example.com" } }
  }

  expect_failures = [var.web]
}

run "a_certificate_of_another_region_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    web = { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012" }
  }

  expect_failures = [var.web]
}

run "certificates_that_are_none_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    database = { ca_pem = "<html>Access denied</html>" }
  }

  expect_failures = [var.database]
}

run "a_name_that_ends_in_a_hyphen_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    name = "shop-"
  }

  expect_failures = [var.name]
}

run "a_name_with_two_hyphens_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    name = "shop--eu"
  }

  expect_failures = [var.name]
}

run "the_name_of_an_internal_load_balancer_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    name = "internal"
  }

  expect_failures = [var.name]
}

run "a_name_that_begins_as_those_of_aws_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    name = "aws-shop"
  }

  expect_failures = [var.name]
}

run "a_name_that_begins_as_those_of_ssm_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    name = "ssm-shop"
  }

  expect_failures = [var.name]
}
