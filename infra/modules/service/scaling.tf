locals {
  targets = var.scaling == null ? {} : {
    for metric, value in {
      cpu      = var.scaling.cpu_target
      memory   = var.scaling.memory_target
      requests = try(var.scaling.requests.target, null)
      metric   = try(var.scaling.metric.target, null)
    } : metric => value if try(value > 0, false)
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

    dynamic "predefined_metric_specification" {
      for_each = each.key == "metric" ? [] : [{
        cpu      = "ECSServiceAverageCPUUtilization"
        memory   = "ECSServiceAverageMemoryUtilization"
        requests = "ALBRequestCountPerTarget"
      }[each.key]]

      content {
        predefined_metric_type = predefined_metric_specification.value
        resource_label         = each.key == "requests" ? var.scaling.requests.label : null
      }
    }

    dynamic "customized_metric_specification" {
      for_each = each.key == "metric" ? [var.scaling.metric] : []
      iterator = own

      content {
        namespace   = own.value.namespace
        metric_name = own.value.name
        statistic   = own.value.statistic

        dynamic "dimensions" {
          for_each = own.value.dimensions

          content {
            name  = dimensions.key
            value = dimensions.value
          }
        }
      }
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
