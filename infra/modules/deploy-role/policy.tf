locals {
  here       = "${var.region}:${var.account_id}"
  families   = [for service in var.services : "arn:aws:ecs:${local.here}:task-definition/${var.name}-${service}:*"]
  services   = [for service in var.services : "arn:aws:ecs:${local.here}:service/${var.cluster}/${service}"]
  rollouts   = [for service in var.services : "arn:aws:ecs:${local.here}:service-deployment/${var.cluster}/${service}/*"]
  revisions  = [for service in var.services : "arn:aws:ecs:${local.here}:service-revision/${var.cluster}/${service}/*"]
  cluster    = "arn:aws:ecs:${local.here}:cluster/${var.cluster}"
  tasks      = "arn:aws:ecs:${local.here}:task/${var.cluster}/*"
  log_groups = "arn:aws:logs:${local.here}:log-group:/ecs/${var.name}/*"
}

# One statement per purpose, and nothing that the action does not ask for. What has "*" as its resource knows no other in AWS's own service authorization reference.
data "aws_iam_policy_document" "this" {
  statement {
    sid       = "EcrLogin"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  # Pushes the image by its recipe, reads its digest back and gives it its names; or finds one that another role has pushed.
  statement {
    sid = var.allow.push ? "EcrPush" : "EcrFind"
    actions = var.allow.push ? [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ] : ["ecr:BatchGetImage"]
    resources = ["arn:aws:ecr:${local.here}:repository/${var.repository_prefix}/*"]
  }

  # Reads what `promote` copies; the copy itself is a push.
  dynamic "statement" {
    for_each = length(var.copies_from) > 0 ? [1] : []

    content {
      sid       = "EcrCopyFrom"
      actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      resources = var.copies_from
    }
  }

  statement {
    sid       = "TaskDefWrite"
    actions   = ["ecs:RegisterTaskDefinition"]
    resources = local.families
  }

  # The version and the commit travel as tags of the revision.
  statement {
    sid       = "TaskDefTag"
    actions   = ["ecs:TagResource"]
    resources = local.families

    condition {
      test     = "StringEquals"
      variable = "ecs:CreateAction"
      values   = ["RegisterTaskDefinition"]
    }
  }

  # A rollback leaves its reason with the revision it leads to, a release its version with one that runs already; no other word.
  statement {
    sid       = "TaskDefNote"
    actions   = ["ecs:TagResource"]
    resources = local.families

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "aws:TagKeys"
      values   = ["evenkeel:reason", "evenkeel:rollback-run", "evenkeel:also"]
    }
  }

  statement {
    sid       = "TaskDefRead"
    actions   = ["ecs:DescribeTaskDefinition"]
    resources = ["*"]
  }

  statement {
    sid       = "Service"
    actions   = ["ecs:DescribeServices", "ecs:ListServiceDeployments", "ecs:UpdateService"]
    resources = local.services
  }

  # The truth about a rollout comes from here; Stop is for a deploy that is cancelled, Continue for one that pauses.
  statement {
    sid = "Deployment"
    actions = [
      "ecs:ContinueServiceDeployment",
      "ecs:DescribeServiceDeployments",
      "ecs:DescribeServiceRevisions",
      "ecs:StopServiceDeployment",
    ]
    resources = concat(local.services, local.rollouts, local.revisions)
  }

  # Why tasks stopped.
  statement {
    sid       = "DiagnoseTasks"
    actions   = ["ecs:DescribeTasks"]
    resources = [local.tasks]
  }

  # ListServices: which services there are, when the one asked for is not among them.
  statement {
    sid       = "DiagnoseLists"
    actions   = ["ecs:ListServices", "ecs:ListTasks"]
    resources = ["*"]

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = [local.cluster]
    }
  }

  # Which clusters there are, when the one asked for is not among them.
  statement {
    sid       = "DiagnoseClusters"
    actions   = ["ecs:ListClusters"]
    resources = ["*"]
  }

  # Only the roles of these services, and only to tasks.
  statement {
    sid       = "PassRole"
    actions   = ["iam:PassRole"]
    resources = var.role_arns

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com"]
    }
  }

  # Whether a deployment alarm rings already: then ECS watches none.
  statement {
    sid       = "Alarms"
    actions   = ["cloudwatch:DescribeAlarms"]
    resources = ["arn:aws:cloudwatch:${local.here}:alarm:${var.name}-*"]
  }

  # The last lines of a container that failed.
  statement {
    sid       = "Logs"
    actions   = ["logs:GetLogEvents"]
    resources = [local.log_groups, "${local.log_groups}:log-stream:*"]
  }

  # What runs, for Terraform to read; written after success only.
  statement {
    sid       = "ImageParam"
    actions   = ["ssm:GetParameter", "ssm:PutParameter"]
    resources = [for service in var.services : "arn:aws:ssm:${local.here}:parameter/${var.name}/${service}/image"]
  }

  dynamic "statement" {
    for_each = var.allow.deregister ? [1] : []

    content {
      sid       = "TaskDefDeregister"
      actions   = ["ecs:DeregisterTaskDefinition"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.allow.run_task ? [1] : []

    content {
      sid       = "MigrateRun"
      actions   = ["ecs:RunTask"]
      resources = local.families

      condition {
        test     = "ArnEquals"
        variable = "ecs:cluster"
        values   = [local.cluster]
      }
    }
  }

  dynamic "statement" {
    for_each = var.allow.run_task ? [1] : []

    content {
      sid       = "MigrateStop"
      actions   = ["ecs:StopTask"]
      resources = [local.tasks]
    }
  }

  dynamic "statement" {
    for_each = var.blue_green_role_arn != null ? [var.blue_green_role_arn] : []

    content {
      sid       = "PassRoleBlueGreen"
      actions   = ["iam:PassRole"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["ecs.amazonaws.com"]
      }
    }
  }
}
