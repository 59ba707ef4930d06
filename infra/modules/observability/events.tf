locals {
  events = {
    task-failed = {
      says = "A task ended by itself, or ran out of memory"
      pattern = {
        source      = ["aws.ecs"]
        detail-type = ["ECS Task State Change"]
        detail = {
          clusterArn = ["arn:aws:ecs:${var.region}:${var.account_id}:cluster/${var.cluster}"]
          lastStatus = ["STOPPED"]
          containers = { exitCode = [{ "anything-but" = [0] }] }
        }
      }
    }
    task-not-started = {
      says = "A task could not start: image, secret or network"
      pattern = {
        source      = ["aws.ecs"]
        detail-type = ["ECS Task State Change"]
        detail = {
          clusterArn = ["arn:aws:ecs:${var.region}:${var.account_id}:cluster/${var.cluster}"]
          lastStatus = ["STOPPED"]
          stopCode   = ["TaskFailedToStart"]
        }
      }
    }
    deployment-failed = {
      says = "A deployment failed"
      pattern = {
        source      = ["aws.ecs"]
        detail-type = ["ECS Deployment State Change"]
        resources   = [{ prefix = "arn:aws:ecs:${var.region}:${var.account_id}:service/${var.cluster}/" }]
        detail      = { eventName = ["SERVICE_DEPLOYMENT_FAILED"] }
      }
    }
  }
}

resource "aws_cloudwatch_log_group" "events" {
  # checkov:skip=CKV_AWS_158: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV_AWS_338: A variable
  name              = "/ecs/${var.name}/events"
  retention_in_days = var.log_retention_days
}

data "aws_iam_policy_document" "events" {
  statement {
    sid       = "EventBridge"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:${var.region}:${var.account_id}:log-group:/ecs/${var.name}/events:*"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com", "delivery.logs.amazonaws.com"]
    }
  }
}

resource "aws_cloudwatch_log_resource_policy" "events" {
  policy_name     = "${var.name}-events"
  policy_document = data.aws_iam_policy_document.events.json
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = local.events

  name          = "${var.name}-${each.key}"
  description   = each.value.says
  event_pattern = jsonencode(each.value.pattern)
}

resource "aws_cloudwatch_event_target" "topic" {
  for_each = local.events

  rule = aws_cloudwatch_event_rule.this[each.key].name
  arn  = aws_sns_topic.this.arn
}

resource "aws_cloudwatch_event_target" "log" {
  for_each = local.events

  rule = aws_cloudwatch_event_rule.this[each.key].name
  arn  = aws_cloudwatch_log_group.events.arn
}

resource "aws_db_event_subscription" "this" {
  name             = "${var.name}-database"
  sns_topic        = aws_sns_topic.this.arn
  source_type      = var.database.cluster ? "db-cluster" : "db-instance"
  source_ids       = [var.database.identifier]
  event_categories = var.database.cluster ? ["failover", "failure", "maintenance", "notification"] : ["availability", "failover", "failure", "low storage", "maintenance", "recovery"]

  depends_on = [aws_sns_topic_policy.this]
}
