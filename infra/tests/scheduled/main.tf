# Rules and schedules that start tasks, as the local ECS keeps them: scheduled.mjs applies them.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

variable "endpoint" {
  description = "Where the local ECS is."
  type        = string
}

variable "hour" {
  description = "When the tasks start."
  type        = number
}

provider "aws" {
  region                      = "ap-south-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true

  endpoints {
    ecs       = var.endpoint
    events    = var.endpoint
    scheduler = var.endpoint
  }
}

locals {
  cluster = "arn:aws:ecs:ap-south-1:123456789012:cluster/shop"
  role    = "arn:aws:iam::123456789012:role/starter"
  subnets = ["subnet-1"]
}

resource "aws_ecs_task_definition" "job" {
  family                   = "job"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "app", image = "public.example/job:1", readonlyRootFilesystem = true }])
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  description         = "Every night."
  schedule_expression = "cron(0 ${var.hour} * * ? *)"
  tags                = { team = "shop" }
}

resource "aws_cloudwatch_event_rule" "deployed" {
  name = "deployed"
  event_pattern = jsonencode({
    source        = ["aws.ecs"]
    "detail-type" = ["ECS Deployment State Change"]
  })
}

resource "aws_cloudwatch_event_target" "job" {
  for_each = { nightly = aws_cloudwatch_event_rule.nightly.name, deployed = aws_cloudwatch_event_rule.deployed.name }

  rule     = each.value
  arn      = local.cluster
  role_arn = local.role
  input    = jsonencode({ containerOverrides = [{ name = "app", command = ["report"] }] })

  ecs_target {
    task_definition_arn = aws_ecs_task_definition.job.arn_without_revision
    launch_type         = "FARGATE"
    propagate_tags      = "TASK_DEFINITION"
    tags                = { team = "shop" }

    network_configuration {
      subnets = local.subnets
    }
  }
}

resource "aws_scheduler_schedule_group" "jobs" {
  name = "jobs"
  tags = { team = "shop" }
}

resource "aws_scheduler_schedule" "daily" {
  # checkov:skip=CKV_AWS_297: The local ECS encrypts nothing, and there is nothing to keep secret
  for_each = toset(["default", aws_scheduler_schedule_group.jobs.name])

  name                         = "daily"
  group_name                   = each.value
  schedule_expression          = "cron(30 ${var.hour} * * ? *)"
  schedule_expression_timezone = "Europe/Berlin"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = local.cluster
    role_arn = local.role
    input    = jsonencode({ containerOverrides = [{ name = "app", command = ["report"] }] })

    ecs_parameters {
      task_definition_arn = aws_ecs_task_definition.job.arn_without_revision
      launch_type         = "FARGATE"

      network_configuration {
        subnets = local.subnets
      }
    }
  }
}
