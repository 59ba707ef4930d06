# The same service where deploys shift its traffic. Terraform cannot make ignore_changes depend on a variable, so it is
# written twice; a test keeps the two alike. Going from one to the other is a move in the state: infra/README.md.
resource "aws_ecs_service" "blue_green" {
  count = var.blue_green ? 1 : 0

  name                               = var.service
  cluster                            = var.cluster.arn
  task_definition                    = aws_ecs_task_definition.this.arn
  desired_count                      = local.desired_count
  platform_version                   = "LATEST"
  propagate_tags                     = "SERVICE"
  enable_ecs_managed_tags            = true
  enable_execute_command             = var.execute_command
  availability_zone_rebalancing      = var.spread ? "ENABLED" : "DISABLED"
  deployment_minimum_healthy_percent = var.deployment.minimum_healthy_percent
  deployment_maximum_percent         = var.deployment.maximum_percent
  health_check_grace_period_seconds  = var.load_balanced ? var.grace_period : null
  wait_for_steady_state              = false
  force_new_deployment               = var.spread # Without it another share of Spot replaces the service.

  deployment_controller {
    type = "ECS"
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  dynamic "alarms" {
    for_each = length(var.deployment.alarms) > 0 ? [var.deployment.alarms] : []

    content {
      enable      = true
      rollback    = true
      alarm_names = alarms.value
    }
  }

  dynamic "capacity_provider_strategy" {
    for_each = { for provider, weight in { FARGATE = 100 - var.spot_share, FARGATE_SPOT = var.spot_share } : provider => weight if weight > 0 }

    content {
      capacity_provider = capacity_provider_strategy.key
      weight            = capacity_provider_strategy.value
    }
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.this.id]
    assign_public_ip = false
  }

  dynamic "load_balancer" {
    for_each = var.load_balanced ? [var.target_group_arn] : []

    content {
      target_group_arn = load_balancer.value
      container_name   = var.service
      container_port   = local.container.portMappings[0].containerPort
    }
  }

  service_connect_configuration {
    enabled   = true
    namespace = var.cluster.namespace_arn

    log_configuration {
      log_driver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.this.name
        awslogs-region        = var.region
        awslogs-stream-prefix = "service-connect"
      }
    }

    dynamic "service" {
      for_each = var.expose ? [local.container.portMappings[0]] : []

      content {
        port_name      = service.value.name
        discovery_name = var.service

        client_alias {
          dns_name = var.service
          port     = service.value.containerPort
        }

        dynamic "timeout" {
          for_each = local.request_timeout[*]

          content {
            per_request_timeout_seconds = timeout.value.per_request
            idle_timeout_seconds        = timeout.value.idle
          }
        }
      }
    }
  }

  lifecycle {
    # So does how the load balancer leads to it: the alternate target group, the rules and the role come with the strategy.
    ignore_changes = [task_definition, desired_count, load_balancer]
  }
}

locals {
  service_name = one(concat(aws_ecs_service.this[*].name, aws_ecs_service.blue_green[*].name))
}
