output "security_group_id" {
  value = aws_security_group.this.id
}

output "role_arns" {
  description = "The roles a deploy passes to ECS."
  value       = [local.execution_role_arn, local.task_role_arn]
}

output "execution_policy" {
  description = "What ECS may do to start its tasks."
  value       = data.aws_iam_policy_document.execution.json
}

output "task_policy" {
  description = "What the application may do; null for nothing."
  value       = one(aws_iam_role_policy.application[*].policy)
}

output "family" {
  value = local.family
}

output "service_name" {
  value = local.service_name
}

output "request_timeout" {
  description = "Seconds that a request to it may take, and that its connection may be silent; null where it has no requests."
  value       = local.request_timeout
}

output "scaling" {
  description = "Its limits, by metric what it is held at, and by level of steps how many tasks are added; null for a service that does not scale."
  value = var.scaling == null ? null : {
    min     = var.scaling.min
    max     = var.scaling.max
    targets = { for metric, policy in aws_appautoscaling_policy.tracking : metric => policy.target_tracking_scaling_policy_configuration[0].target_value }
    steps   = { for level, step in local.levels : level => step.add }
  }
}

output "shape" {
  description = "What a task of this environment is made of, to look at and to check."
  value = {
    family    = local.family
    cpu       = local.cpu
    memory    = local.memory
    container = local.completed
    sidecars  = local.sidecars
    volumes = { for each in aws_ecs_task_definition.this.volume : each.name => try({
      file_system  = each.efs_volume_configuration[0].file_system_id
      access_point = one(each.efs_volume_configuration[0].authorization_config[*].access_point_id)
      iam          = one(each.efs_volume_configuration[0].authorization_config[*].iam)
    }, null) }
  }
}

# Written out, because a policy that names them should be readable in a plan.
locals {
  execution_role_arn = "arn:aws:iam::${var.account_id}:role/${var.name}-${var.service}-execution"
  task_role_arn      = "arn:aws:iam::${var.account_id}:role/${var.name}-${var.service}-task"
}
