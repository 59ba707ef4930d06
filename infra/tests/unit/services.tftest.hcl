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
  target          = module.service["worker"].aws_security_group.this
  override_during = plan
  values          = { id = "sg-worker" }
}

override_resource {
  target          = module.service["api"].aws_security_group.this
  override_during = plan
  values          = { id = "sg-api" }
}

override_resource {
  target          = module.alb.aws_lb.this
  override_during = plan
  values          = { arn = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:loadbalancer/app/shop-alb/1", arn_suffix = "app/shop-alb/1" }
}

override_resource {
  target          = module.alb.aws_lb_target_group.this["blue"]
  override_during = plan
  values          = { arn = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:targetgroup/shop-nginx/1", arn_suffix = "targetgroup/shop-nginx/1" }
}

override_resource {
  target          = module.alb.aws_lb_target_group.route["api"]
  override_during = plan
  values          = { arn = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:targetgroup/shop-api/2", arn_suffix = "targetgroup/shop-api/2" }
}

override_resource {
  target          = aws_secretsmanager_secret.redis
  override_during = plan
  values          = { arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/redis/password-abcdef", id = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/redis/password-abcdef" }
}

override_resource {
  target          = module.application_role[0].aws_security_group.this
  override_during = plan
  values          = { id = "sg-role" }
}

override_resource {
  target          = module.database[0].aws_db_instance.this
  override_during = plan
  values          = { address = "db.example", master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:rds!db-1-abcdef" }] }
}

# Two more services: one that works in the background, one that the load balancer leads to.
run "any_service_is_added" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = {
      worker = {
        definition         = "./definitions/unported.json"
        count              = 3
        cpu                = 512
        memory             = 1024
        database           = true
        log_retention_days = 7
        alarms             = { cpu_percent = 97 }
        settings           = { BATCH = "10" }
        spot_share         = 100
      }
      api = {
        definition      = "./definitions/api.json"
        paths           = ["/v2/*", "/docs"]
        host            = "api.example.com"
        priority        = 20
        callers         = ["worker"]
        min             = 1
        max             = 6
        cpu_target      = 0
        requests_target = 600
        metric_target   = { target = 5, namespace = "Shop", name = "Backlog", dimensions = { Queue = "mails" } }
        steps           = { namespace = "Shop", name = "Backlog", out = [{ from = 100, add = 2 }], in = { under = 10 } }
        policy          = [{ actions = ["s3:GetObject"], resources = ["arn:aws:s3:::shop-pictures/*"] }]
      }
      redis = { callers = ["worker"] }
    }
    spot_share = 20
    database   = { instance_class = "db.t4g.small" }
  }

  assert {
    condition = { for path, rule in aws_vpc_security_group_ingress_rule.path : path => [rule.referenced_security_group_id, rule.security_group_id, rule.from_port] } == {
      "alb-nginx"                 = ["sg-alb", "sg-nginx", 8080]
      "alb-api"                   = ["sg-alb", "sg-api", 9000]
      "nginx-flask-app"           = ["sg-nginx", "sg-flask-app", 5000]
      "flask-app-redis"           = ["sg-flask-app", "sg-redis", 6379]
      "worker-redis"              = ["sg-worker", "sg-redis", 6379]
      "worker-api"                = ["sg-worker", "sg-api", 9000]
      "flask-app-database"        = ["sg-flask-app", "sg-database", 5432]
      "worker-database"           = ["sg-worker", "sg-database", 5432]
      "application-role-database" = ["sg-role", "sg-database", 5432]
    }
    error_message = "who may talk to whom: ${jsonencode({ for path, rule in aws_vpc_security_group_ingress_rule.path : path => [rule.referenced_security_group_id, rule.security_group_id, rule.from_port] })}"
  }

  assert {
    condition     = keys(module.service) == ["api", "flask-app", "nginx", "redis", "worker"] && output.shapes.worker.cpu == 512 && output.shapes.worker.family == "shop-worker"
    error_message = "five services, each of its own shape"
  }

  assert {
    condition = { for name, shape in output.shapes : name => join(" ", sort(shape.container.secrets[*].name)) } == {
      api       = ""
      flask-app = "DATABASE_PASSWORD REDIS_PASSWORD"
      nginx     = ""
      redis     = "REDIS_PASSWORD"
      worker    = "BATCH DATABASE_PASSWORD REDIS_PASSWORD"
    }
    error_message = "passwords for those who use them: ${jsonencode({ for name, shape in output.shapes : name => sort(shape.container.secrets[*].name) })}"
  }

  assert {
    condition     = { for each in output.shapes.worker.container.environment : each.name => each.value if startswith(each.name, "DATABASE_H") || each.name == "METRICS_NAMESPACE" } == { DATABASE_HOST = "db.example", METRICS_NAMESPACE = "EcsMicroservices/shop" }
    error_message = "the database's address, and where metrics go"
  }

  assert {
    condition     = { for name, its in output.scaling : name => "${its.min} to ${its.max} by ${jsonencode(merge(its.targets, its.steps))}" } == { api = "1 to 6 by {\"100\":2,\"metric\":5,\"requests\":600}", flask-app = "2 to 4 by {\"cpu\":70}", nginx = "2 to 4 by {\"cpu\":70}" }
    error_message = "scaled: ${jsonencode(output.scaling)}"
  }

  assert {
    condition     = output.connections == 88
    error_message = "4 × 2 × 2 × 4 of flask-app, and 3 × 2 × 1 × 4 of worker"
  }

  assert {
    condition     = module.alb.rules == { api = { priority = 20, paths = toset(["/v2/*", "/docs"]), hosts = toset(["api.example.com"]), target_group = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:targetgroup/shop-api/2" } }
    error_message = "the load balancer's rules: ${jsonencode(module.alb.rules)}"
  }

  assert {
    condition     = output.deployment_alarms.api == tolist(["shop-api-5xx-from-worker", "shop-api-5xx-rate", "shop-api-error-lines", "shop-api-latency", "shop-api-memory"]) && output.deployment_alarms.worker == tolist(["shop-worker-error-lines", "shop-worker-memory"])
    error_message = "alarms like those of the others: ${jsonencode(output.deployment_alarms)}"
  }
}

run "a_reserved_name_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { database = { definition = "./definitions/api.json" } }
  }

  expect_failures = [var.services]
}

run "the_name_of_the_endpoints_group_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { endpoints = { definition = "./definitions/api.json" } }
  }

  expect_failures = [var.services]
}

run "the_name_of_the_second_target_group_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { green = { definition = "./definitions/api.json" } }
  }

  expect_failures = [var.services]
}

run "a_service_without_definition_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { worker2 = {} }
  }

  expect_failures = [var.services]
}

run "a_count_with_limits_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { api = { definition = "./definitions/api.json", count = 2, max = 3 } }
  }

  expect_failures = [var.services]
}

run "a_caller_that_there_is_not_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { callers = ["wroker"] } }
  }

  expect_failures = [var.services]
}

run "paths_without_priority_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { api = { definition = "./definitions/api.json", paths = ["/v2/*"] } }
  }

  expect_failures = [var.services]
}

run "a_priority_without_paths_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { api = { definition = "./definitions/api.json", priority = 20 } }
  }

  expect_failures = [var.services]
}

run "a_path_without_slash_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { api = { definition = "./definitions/api.json", paths = ["v2/*"], priority = 20 } }
  }

  expect_failures = [var.services]
}

run "a_priority_twice_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { api = { definition = "./definitions/api.json", paths = ["/v2/*"], priority = 20 }, flask-app = { paths = ["/api/*"], priority = 20 } }
  }

  expect_failures = [var.services]
}

run "requests_that_nobody_counts_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { api = { definition = "./definitions/api.json", requests_target = 600 } }
  }

  expect_failures = [var.services]
}

run "half_a_metric_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { api = { definition = "./definitions/api.json", metric_target = { target = 5, name = "Backlog" } } }
  }

  expect_failures = [var.services]
}

run "a_step_with_a_misspelt_key_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { api = { definition = "./definitions/api.json", steps = { namespace = "Shop", name = "Backlog", out = [{ above = 100, add = 2 }] } } }
  }

  expect_failures = [var.services]
}

run "steps_without_a_metric_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { api = { definition = "./definitions/api.json", steps = { out = [{ from = 100, add = 2 }] } } }
  }

  expect_failures = [var.services]
}

run "steps_that_only_take_away_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { api = { definition = "./definitions/api.json", steps = { namespace = "Shop", name = "Backlog", in = { under = 10 } } } }
  }

  expect_failures = [var.services]
}

run "steps_in_without_a_level_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { api = { definition = "./definitions/api.json", steps = { namespace = "Shop", name = "Backlog", out = [{ from = 100, add = 2 }], in = { remove = 1 } } } }
  }

  expect_failures = [var.services]
}

run "a_secret_that_is_made_here_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { secrets = { DATABASE_PASSWORD = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:mine-AbCdEf" } } }
  }

  expect_failures = [var.services]
}

run "secrets_without_names_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { secrets = "partner" } }
  }

  expect_failures = [var.services]
}

run "a_policy_without_statements_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { policy = "s3" } }
  }

  expect_failures = [var.services]
}

run "null_is_as_if_it_were_not_said" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { min = null, max = null, secrets = null, policy = null, steps = null, schedules = null, callers = null, paths = null, environment = null, alarms = null } }
  }

  assert {
    condition     = output.shapes.flask-app.cpu == 512
    error_message = "what goes without saying"
  }
}

run "callers_without_a_list_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { callers = "nginx" } }
  }

  expect_failures = [var.services]
}

run "paths_without_a_list_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { paths = "/api/*", priority = 20 } }
  }

  expect_failures = [var.services]
}

# As platform takes it from services.
run "a_service_says_how_long_its_requests_may_take" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = {
      prices    = { definition = "./definitions/prices.json", callers = ["flask-app"], request_timeout = 0, idle_timeout = 600 }
      flask-app = { request_timeout = 20 }
    }
  }

  assert {
    condition     = { for name, each in module.service : name => "${each.request_timeout.per_request} and ${each.request_timeout.idle}" if each.request_timeout != null } == { flask-app = "20 and 60", prices = "0 and 600" }
    error_message = "time-outs: ${jsonencode({ for name, each in module.service : name => each.request_timeout })}"
  }
}

run "paths_to_a_service_without_a_port_are_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { worker = { definition = "./definitions/unported.json", paths = ["/work*"], priority = 20 } }
  }

  expect_failures = [var.services]
}

run "a_right_to_pass_any_role_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = { policy = [{ actions = ["iam:passrole"], resources = ["arn:aws:iam::123456789012:role/shop-*"] }] } }
  }

  expect_failures = [var.services]
}

run "a_right_to_every_secret_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = { policy = [{ actions = ["secretsmanager:GetSecretValue"], resources = ["arn:aws:secretsmanager:ap-south-1:123456789012:secret:*"] }] } }
  }

  expect_failures = [var.services]
}

run "a_right_to_any_service_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = { policy = [{ actions = ["s3:GetObject"], resources = ["arn:aws:*"] }] } }
  }

  expect_failures = [var.services]
}

run "a_right_to_what_has_a_name_is_given" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { nginx = { policy = [
      { actions = ["secretsmanager:GetSecretValue"], resources = ["arn:aws:secretsmanager:ap-south-1:123456789012:secret:partner-*"] },
      { actions = ["iam:PassRole"], resources = ["arn:aws:iam::123456789012:role/shop-batch"] },
      { actions = ["ssm:GetParametersByPath"], resources = ["arn:aws:ssm:ap-south-1:123456789012:parameter/partner/*"] },
      { actions = ["xray:PutTraceSegments"], resources = ["*"] },
    ] } }
  }

  assert {
    condition     = length(jsondecode(data.aws_iam_policy_document.application["nginx"].json).Statement) == 4
    error_message = "what it asks for: ${data.aws_iam_policy_document.application["nginx"].json}"
  }
}

run "a_service_with_two_hyphens_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { pay--out = { definition = "./definitions/api.json" } }
  }

  expect_failures = [var.services]
}

run "a_word_for_a_number_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { max = "three" } }
  }

  expect_failures = [var.services]
}

run "a_word_for_a_switch_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { database = "yes" } }
  }

  expect_failures = [var.services]
}

run "a_list_for_values_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { environment = ["LEVEL=info"] } }
  }

  expect_failures = [var.services]
}

run "a_word_for_a_threshold_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { alarms = { cpu_percent = "much" } } }
  }

  expect_failures = [var.services]
}

run "a_word_for_the_target_of_a_metric_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { metric_target = { target = "few", namespace = "Shop", name = "Backlog" } } }
  }

  expect_failures = [var.services]
}

run "a_word_for_a_level_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { steps = { namespace = "Shop", name = "Backlog", out = [{ from = "many", add = 1 }] } } }
  }

  expect_failures = [var.services]
}

run "a_word_for_a_limit_by_the_clock_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { schedules = { evening = { at = "cron(0 18 * * ? *)", min = "none", max = 4 } } } }
  }

  expect_failures = [var.services]
}

run "a_right_that_is_no_list_is_refused" {
  command = plan

  module {
    source = "../../modules/platform"
  }

  variables {
    services = { flask-app = { policy = [{ actions = "s3:GetObject", resources = ["arn:aws:s3:::pictures/*"] }] } }
  }

  expect_failures = [var.services]
}
