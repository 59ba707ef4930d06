# Sets the count of the services and not the limits of their scaling: those belong to Terraform, and a plan made at
# night would want to put them back. Scaling does not lift a service from 0, as one without tasks has no metric.
locals {
  # An instance of a cluster cannot be stopped by itself.
  database = var.database_cluster ? { call = "DBCluster", key = "DbClusterIdentifier", type = "cluster" } : { call = "DBInstance", key = "DbInstanceIdentifier", type = "db" }

  calls = merge(
    { for service, count in var.services : "stop-${service}" => {
      when   = var.hours.stop
      target = "arn:aws:scheduler:::aws-sdk:ecs:updateService"
      input  = { Cluster = var.cluster, Service = service, DesiredCount = 0 }
    } },
    { for service, count in var.services : "start-${service}" => {
      when   = var.hours.start
      target = "arn:aws:scheduler:::aws-sdk:ecs:updateService"
      input  = { Cluster = var.cluster, Service = service, DesiredCount = count }
    } },
    var.database_identifier == null ? {} : {
      stop-database = {
        when   = var.hours.stop
        target = "arn:aws:scheduler:::aws-sdk:rds:stop${local.database.call}"
        input  = { (local.database.key) = var.database_identifier }
      }
      start-database = {
        when   = var.hours.start
        target = "arn:aws:scheduler:::aws-sdk:rds:start${local.database.call}"
        input  = { (local.database.key) = var.database_identifier }
      }
    },
  )
}

module "cron" {
  source = "../cron"
}

resource "aws_scheduler_schedule_group" "this" {
  name = "${var.name}-hours"
}

resource "aws_scheduler_schedule" "this" {
  # checkov:skip=CKV_AWS_297: The input is a name and a number
  for_each = local.calls

  name                         = "${var.name}-${each.key}"
  group_name                   = aws_scheduler_schedule_group.this.name
  schedule_expression          = each.value.when
  schedule_expression_timezone = var.hours.timezone

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = each.value.target
    role_arn = aws_iam_role.this.arn
    input    = jsonencode(each.value.input)

    retry_policy {
      maximum_retry_attempts = 3
    }
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "Services"
    actions   = ["ecs:UpdateService"]
    resources = [for service in keys(var.services) : "arn:aws:ecs:${var.region}:${var.account_id}:service/${var.cluster}/${service}"]
  }

  dynamic "statement" {
    for_each = var.database_identifier != null ? [var.database_identifier] : []

    content {
      sid       = "Database"
      actions   = [for each in ["Start", "Stop"] : "rds:${each}${local.database.call}"]
      resources = ["arn:aws:rds:${var.region}:${var.account_id}:${local.database.type}:${statement.value}"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "${var.name}-schedule"
  description        = "Stops and starts ${var.name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "this" {
  name   = "stop-and-start"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}
