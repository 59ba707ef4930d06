# The image belongs to the deploys: after each success they write it here, so that a change of the shape made in
# Terraform registers a revision that already carries the image that runs.
resource "aws_ssm_parameter" "image" {
  # checkov:skip=CKV2_AWS_34: The name of an image is no secret, and must be readable in a plan
  name        = "/${var.name}/${var.service}/image"
  description = "Image that ${var.service} runs; written by each successful deploy"
  type        = "String"
  value       = coalesce(var.first_image, "${var.repository_url}:none")

  lifecycle {
    ignore_changes = [value]
  }
}

resource "aws_ssm_parameter" "setting" {
  # checkov:skip=CKV2_AWS_34: Settings are no secrets; those are in Secrets Manager
  for_each = var.settings

  name        = "/${var.name}/${var.service}/settings/${each.key}"
  description = "${each.key} of ${var.service}"
  type        = "String"
  value       = each.value
}

# track_latest: the deploys register revisions too, and theirs is the one to compare with.
# skip_destroy: old revisions are what a rollback goes back to.
resource "aws_ecs_task_definition" "this" {
  family                   = local.family
  network_mode             = local.shape.networkMode
  requires_compatibilities = try(local.shape.requiresCompatibilities, ["FARGATE"])
  cpu                      = tostring(local.cpu)
  memory                   = tostring(local.memory)
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  track_latest             = true
  skip_destroy             = true

  container_definitions = jsonencode(concat([local.completed], local.sidecars))

  # Without one it is Linux on x86_64.
  dynamic "runtime_platform" {
    for_each = try([local.shape.runtimePlatform], [])

    content {
      operating_system_family = try(runtime_platform.value.operatingSystemFamily, null)
      cpu_architecture        = try(runtime_platform.value.cpuArchitecture, null)
    }
  }

  dynamic "ephemeral_storage" {
    for_each = try([local.shape.ephemeralStorage.sizeInGiB], [])

    content {
      size_in_gib = ephemeral_storage.value
    }
  }

  dynamic "volume" {
    for_each = { for each in try(local.shape.volumes, []) : each.name => each }

    content {
      name = volume.key

      dynamic "efs_volume_configuration" {
        for_each = try([volume.value.efsVolumeConfiguration], [])
        iterator = efs

        content {
          file_system_id          = try(var.file_systems[volume.key].id, efs.value.fileSystemId)
          root_directory          = try(efs.value.rootDirectory, null)
          transit_encryption      = "ENABLED"
          transit_encryption_port = try(efs.value.transitEncryptionPort, null)

          dynamic "authorization_config" {
            for_each = try([efs.value.authorizationConfig], try(var.file_systems[volume.key].iam, false) ? [{}] : [])

            content {
              access_point_id = try(var.file_systems[volume.key].access_point_id, authorization_config.value.accessPointId, null)
              iam             = try(var.file_systems[volume.key].iam, false) ? "ENABLED" : try(authorization_config.value.iam, null)
            }
          }
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition     = length(local.unread) == 0
      error_message = "Terraform would drop what it does not read of ${var.definition_file}: ${join(", ", local.unread)}."
    }

    precondition {
      condition     = length(setsubtract(local.mounted, local.volumes)) == 0
      error_message = "Containers mount volumes that ${var.definition_file} does not have: ${join(", ", setsubtract(local.mounted, local.volumes))}."
    }

    precondition {
      condition     = contains(local.fargate_sizes_of_cpu, local.memory)
      error_message = "Fargate has no task of ${local.cpu} CPU units and ${local.memory} MiB. ${length(local.fargate_sizes_of_cpu) > 0 ? "With ${local.cpu}: ${join(", ", local.fargate_sizes_of_cpu)} MiB." : "CPU units are 256, 512, 1024, 2048, 4096, 8192 or 16384."}"
    }
  }
}

resource "aws_ecs_service" "this" {
  count = var.blue_green ? 0 : 1

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
    # The revision belongs to the deploys, the count to them and to automatic scaling.
    ignore_changes = [task_definition, desired_count]
  }
}

resource "aws_security_group" "this" {
  name        = "${var.name}-${var.service}"
  description = "Tasks of ${var.service} in ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-${var.service}" }
}

# Images, logs, secrets and parameters are fetched over HTTPS.
resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.this.id
  description       = "HTTPS to AWS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
