resource "aws_cloudwatch_log_group" "exec" {
  # checkov:skip=CKV_AWS_158: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV_AWS_338: Sessions are kept for a quarter
  name              = "/ecs/${var.name}/exec"
  retention_in_days = var.log_retention_days
}

resource "aws_service_discovery_http_namespace" "this" {
  name        = "${var.name}.local"
  description = "Service Connect of ${var.name}"
}

resource "aws_ecs_cluster" "this" {
  # checkov:skip=CKV_AWS_224: Sessions are encrypted in transit anyway; encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  name = "${var.name}-cluster"

  setting {
    name  = "containerInsights"
    value = var.container_insights
  }

  service_connect_defaults {
    namespace = aws_service_discovery_http_namespace.this.arn
  }

  configuration {
    execute_command_configuration {
      logging = "OVERRIDE"

      log_configuration {
        cloud_watch_log_group_name = aws_cloudwatch_log_group.exec.name
      }
    }
  }
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT"]

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }
}
