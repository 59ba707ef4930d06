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
  name                = "shop"
  region              = "ap-south-1"
  account_id          = "123456789012"
  cluster             = "shop-cluster"
  services            = { web = 2, cache = 1 }
  database_identifier = "shop-postgres"
}

run "everything_stops_and_starts" {
  command = plan

  module {
    source = "../../modules/schedule"
  }

  assert {
    condition     = keys(aws_scheduler_schedule.this) == ["start-cache", "start-database", "start-web", "stop-cache", "stop-database", "stop-web"]
    error_message = "two calls each"
  }

  assert {
    condition     = jsondecode(aws_scheduler_schedule.this["start-web"].target[0].input).DesiredCount == 2
    error_message = "as many as before"
  }
}

run "an_expression_that_is_none_is_refused" {
  command = plan

  module {
    source = "../../modules/schedule"
  }

  variables {
    hours = { stop = "20:00" }
  }

  expect_failures = [var.hours]
}

run "stopping_when_starting_is_refused" {
  command = plan

  module {
    source = "../../modules/schedule"
  }

  variables {
    hours = { stop = "cron(0 8 ? * MON-FRI *)" }
  }

  expect_failures = [var.hours]
}

run "nonsense_in_the_form_of_an_expression_is_refused" {
  command = plan

  module {
    source = "../../modules/schedule"
  }

  variables {
    hours = { stop = "cron(nonsense)" }
  }

  expect_failures = [var.hours]
}

run "both_days_at_once_are_refused" {
  command = plan

  module {
    source = "../../modules/schedule"
  }

  variables {
    hours = { stop = "cron(0 20 * * MON-FRI *)" }
  }

  expect_failures = [var.hours]
}

run "every_hour_is_refused" {
  command = plan

  module {
    source = "../../modules/schedule"
  }

  variables {
    hours = { stop = "rate(1 hour)" }
  }

  expect_failures = [var.hours]
}

run "a_time_zone_that_is_none_is_refused" {
  command = plan

  module {
    source = "../../modules/schedule"
  }

  variables {
    hours = { timezone = "+05:30" }
  }

  expect_failures = [var.hours]
}

run "a_cluster_is_stopped_as_a_whole" {
  command = plan

  module {
    source = "../../modules/schedule"
  }

  variables {
    database_identifier = "shop-aurora"
    database_cluster    = true
  }

  assert {
    condition     = { for each in ["start", "stop"] : each => [aws_scheduler_schedule.this["${each}-database"].target[0].arn, jsondecode(aws_scheduler_schedule.this["${each}-database"].target[0].input)] } == { for each in ["start", "stop"] : each => ["arn:aws:scheduler:::aws-sdk:rds:${each}DBCluster", { DbClusterIdentifier = "shop-aurora" }] }
    error_message = "by the calls for clusters"
  }

  assert {
    condition     = [for each in jsondecode(aws_iam_role_policy.this.policy).Statement : each.Resource if each.Sid == "Database"] == ["arn:aws:rds:ap-south-1:123456789012:cluster:shop-aurora"]
    error_message = "and with the right to them"
  }
}
