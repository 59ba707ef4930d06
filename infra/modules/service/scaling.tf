locals {
  targets = var.scaling == null ? {} : {
    for metric, value in { cpu = var.scaling.cpu_target, memory = var.scaling.memory_target } : metric => value if value != null
  }
}

module "cron" {
  source = "../cron"
}

resource "aws_appautoscaling_target" "this" {
  count = var.scaling != null ? 1 : 0

  service_namespace  = "ecs"
  resource_id        = "service/${var.cluster.name}/${local.service_name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.scaling.min
  max_capacity       = var.scaling.max
}

resource "aws_appautoscaling_policy" "tracking" {
  for_each = local.targets

  name               = "${local.family}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = each.value
    scale_out_cooldown = var.scaling.out_cooldown
    scale_in_cooldown  = var.scaling.in_cooldown

    predefined_metric_specification {
      predefined_metric_type = { cpu = "ECSServiceAverageCPUUtilization", memory = "ECSServiceAverageMemoryUtilization" }[each.key]
    }
  }
}

# A schedule moves the target's limits, which a plan made meanwhile shows as a change.
resource "aws_appautoscaling_scheduled_action" "this" {
  for_each = var.scaling == null ? {} : var.scaling.schedules

  name               = "${local.family}-${each.key}"
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  schedule           = each.value.at

  scalable_target_action {
    min_capacity = each.value.min
    max_capacity = each.value.max
  }
}
