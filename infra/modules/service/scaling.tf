locals {
  targets = var.scaling == null ? {} : {
    for metric, value in {
      cpu      = var.scaling.cpu_target
      memory   = var.scaling.memory_target
      requests = try(var.scaling.requests.target, null)
      metric   = try(var.scaling.metric.target, null)
    } : metric => value if try(value > 0, false)
  }

  # Each level reaches up to the next one above it, and the highest has no end. An alarm rings from the lowest on.
  steps = try(var.scaling.steps, null)
  levels = {
    for step in try(local.steps.out, []) : format("%g", step.from) => {
      add = step.add
      # From the threshold of the alarm on, as AWS counts them.
      lower = step.from - min(local.steps.out[*].from...)
      upper = try(min([for above in local.steps.out[*].from : above if above > step.from]...) - min(local.steps.out[*].from...), null)
    }
  }
  stepping = local.steps == null ? {} : merge(
    { out = { threshold = min(local.steps.out[*].from...), operator = "GreaterThanOrEqualToThreshold", cooldown = var.scaling.out_cooldown } },
    local.steps.in == null ? {} : { in = { threshold = local.steps.in.under, operator = "LessThanThreshold", cooldown = var.scaling.in_cooldown } },
  )
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

resource "aws_appautoscaling_policy" "steps" {
  for_each = local.stepping

  name               = "${local.family}-steps-${each.key}"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension

  step_scaling_policy_configuration {
    adjustment_type         = "ChangeInCapacity"
    metric_aggregation_type = local.steps.statistic
    cooldown                = each.value.cooldown

    dynamic "step_adjustment" {
      for_each = each.key == "out" ? local.levels : { all = { add = -local.steps.in.remove, lower = null, upper = 0 } }
      iterator = level

      content {
        scaling_adjustment          = level.value.add
        metric_interval_lower_bound = level.value.lower
        metric_interval_upper_bound = level.value.upper
      }
    }
  }
}

# Nobody is told: it moves tasks, and rings each time it does.
resource "aws_cloudwatch_metric_alarm" "steps" {
  for_each = local.stepping

  alarm_name          = "${local.family}-steps-${each.key}"
  alarm_description   = "${var.service} ${each.key == "out" ? "needs more tasks" : "has tasks to spare"}"
  namespace           = local.steps.namespace
  metric_name         = local.steps.name
  dimensions          = local.steps.dimensions
  statistic           = local.steps.statistic
  period              = 60
  evaluation_periods  = each.key == "out" ? local.steps.minutes : max(5, local.steps.minutes)
  threshold           = each.value.threshold
  comparison_operator = each.value.operator
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_appautoscaling_policy.steps[each.key].arn]
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
