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
  name              = "shop"
  region            = "ap-south-1"
  account_id        = "123456789012"
  cluster           = "shop-cluster"
  metrics_namespace = "Shop"
  load_balancer     = { arn_suffix = "app/shop-alb/1", target_group_arn_suffix = "targetgroup/shop-web/1" }
  database          = { identifier = "shop-postgres" }
  nat_gateway_ids   = { ap-south-1a = "nat-1" }
  services = {
    web   = { entry = true, logged = true, max = 4 }
    api   = { callers = ["web"], logged = true, max = 4 }
    cache = {}
  }
}

run "deployment_alarms_are_those_of_the_service" {
  command = plan

  module {
    source = "../../modules/observability"
  }

  assert {
    condition = jsonencode(output.deployment_alarms) == jsonencode({
      web   = ["shop-elb-5xx", "shop-latency", "shop-web-5xx-rate", "shop-web-memory"]
      api   = ["shop-api-5xx-from-web", "shop-api-error-lines", "shop-api-memory"]
      cache = []
    })
    error_message = "alarms of each service, none for the cache"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.metric["api-5xx-from-web"].dimensions == tomap({ TargetDiscoveryName = "api", ServiceName = "web", ClusterName = "shop-cluster" })
    error_message = "counted by the caller's proxy"
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.metric : alarm.treat_missing_data == "notBreaching"])
    error_message = "silence is no alarm"
  }
}

run "the_dashboard_is_complete" {
  command = plan

  module {
    source = "../../modules/observability"
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets) == 15
    error_message = "thirteen graphs, alarms, errors"
  }

  assert {
    condition = alltrue([
      for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : length(try(widget.properties.metrics, [0])) > 0
    ])
    error_message = "no graph is empty"
  }
}

run "the_certificate_is_watched" {
  command = plan

  module {
    source = "../../modules/observability"
  }

  variables {
    certificate = { watch = true, arn = "arn:aws:acm:ap-south-1:123456789012:certificate/1" }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.metric["certificate"].threshold == 30 && aws_cloudwatch_metric_alarm.metric["certificate"].period == 86400
    error_message = "thirty days, looked at daily"
  }
}

run "an_objective_above_the_limit_is_refused" {
  command = plan

  module {
    source = "../../modules/observability"
  }

  variables {
    thresholds = { latency_slo_s = 2 }
  }

  expect_failures = [var.thresholds]
}

run "an_address_that_is_none_is_refused" {
  command = plan

  module {
    source = "../../modules/observability"
  }

  variables {
    emails = ["on-call"]
  }

  expect_failures = [var.emails]
}

run "with_blue_green_the_alarms_see_both_target_groups" {
  command = plan

  module {
    source = "../../modules/observability"
  }

  variables {
    load_balancer = {
      arn_suffix              = "app/shop-alb/1"
      target_group_arn_suffix = "targetgroup/shop-web/1"
      green_arn_suffix        = "targetgroup/shop-green/2"
      blue_green              = true
    }
  }

  assert {
    condition     = alltrue([for each in ["latency", "latency-slo"] : aws_cloudwatch_metric_alarm.metric[each].dimensions == tomap({ LoadBalancer = "app/shop-alb/1" })])
    error_message = "either group may serve, so that the load balancer's own numbers count"
  }

  assert {
    condition = [for each in ["unhealthy-hosts", "unhealthy-hosts-green"] : aws_cloudwatch_metric_alarm.metric[each].dimensions["TargetGroup"]] == [
      "targetgroup/shop-web/1", "targetgroup/shop-green/2",
    ]
    error_message = "unhealthy targets are counted by group"
  }
}

run "the_store_of_the_sessions_is_watched" {
  command = plan

  module {
    source = "../../modules/observability"
  }

  variables {
    sessions = { nodes = ["shop-sessions-001", "shop-sessions-002"] }
  }

  assert {
    condition = { for key, each in aws_cloudwatch_metric_alarm.metric : key => "${each.metric_name} ${each.threshold} ${each.dimensions.CacheClusterId}" if startswith(key, "sessions-") } == {
      sessions-001-memory    = "DatabaseMemoryUsagePercentage 80 shop-sessions-001"
      sessions-001-cpu       = "EngineCPUUtilization 80 shop-sessions-001"
      sessions-001-evictions = "Evictions 0 shop-sessions-001"
      sessions-001-logins    = "AuthenticationFailures 0 shop-sessions-001"
      sessions-002-memory    = "DatabaseMemoryUsagePercentage 80 shop-sessions-002"
      sessions-002-cpu       = "EngineCPUUtilization 80 shop-sessions-002"
      sessions-002-evictions = "Evictions 0 shop-sessions-002"
      sessions-002-logins    = "AuthenticationFailures 0 shop-sessions-002"
    }
    error_message = "each node, full, busy, evicting or refusing"
  }

  assert {
    condition = sort(distinct([
      for metric in flatten([for each in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [for metric in try(each.properties.metrics, []) : jsonencode(metric)]]) :
      "${jsondecode(metric)[1]} ${jsondecode(metric)[3]}" if jsondecode(metric)[0] == "AWS/ElastiCache"
    ])) == sort(flatten([for node in ["shop-sessions-001", "shop-sessions-002"] : [for metric in ["DatabaseMemoryUsagePercentage", "EngineCPUUtilization", "CurrItems", "CurrConnections", "Evictions", "AuthenticationFailures"] : "${metric} ${node}"]]))
    error_message = "each node is drawn"
  }

  assert {
    condition     = length(setintersection([for each in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : "${each.x},${each.y}"], ["0,30", "8,30", "16,30", "0,36"])) == 4
    error_message = "in a row of their own, above the errors"
  }

  assert {
    condition     = contains(one([for each in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : each.properties.alarms if each.type == "alarm"]), "arn:aws:cloudwatch:ap-south-1:123456789012:alarm:shop-sessions-002-memory")
    error_message = "their alarms are in the list"
  }
}

run "a_cluster_of_aurora_is_watched_by_what_it_has" {
  command = plan

  module {
    source = "../../modules/observability"
  }

  variables {
    database = { identifier = "shop-aurora", cluster = true }
  }

  assert {
    condition     = join(" ", sort([for key in keys(aws_cloudwatch_metric_alarm.metric) : key if startswith(key, "database")])) == "database-capacity database-commit-latency database-connections database-cpu database-memory"
    error_message = "neither disk nor credits: ${join(", ", keys(aws_cloudwatch_metric_alarm.metric))}"
  }

  assert {
    condition     = aws_db_event_subscription.this.source_type == "db-cluster" && aws_db_event_subscription.this.source_ids == toset(["shop-aurora"])
    error_message = "RDS tells of the cluster"
  }
}

run "a_threshold_that_no_alarm_has_is_refused" {
  command = plan

  module {
    source = "../../modules/observability"
  }

  variables {
    services = { web = { thresholds = { cpu = 90 } } }
  }

  expect_failures = [var.services]
}
