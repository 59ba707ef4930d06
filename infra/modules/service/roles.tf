locals {
  # A sidecar in a registry of this account is pulled with the service's own rights.
  sidecar_repositories = [
    for image in concat([for each in local.shape.containerDefinitions : each.image if each.name != var.service], local.traced[*].image) :
    "arn:aws:ecr:${var.region}:${var.account_id}:repository/${regex("^[^/]+/([^:@]+)", image)[0]}"
    if startswith(image, "${var.account_id}.dkr.ecr.${var.region}.")
  ]
}

# Only tasks of this account's cluster may assume the roles, not ECS on behalf of somebody else.
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:ecs:${var.region}:${var.account_id}:*"]
    }
  }
}

data "aws_iam_policy_document" "execution" {
  statement {
    sid       = "EcrLogin"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid       = "EcrPull"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = distinct(concat([local.repository_arn], local.sidecar_repositories))
  }

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:${var.region}:${var.account_id}:log-group:/ecs/${var.name}/${var.service}:log-stream:*"]
  }

  dynamic "statement" {
    for_each = length(local.secrets) > 0 ? [1] : []

    content {
      sid       = "Secrets"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = distinct(local.secrets)
    }
  }

  dynamic "statement" {
    for_each = length(local.parameters) > 0 ? [1] : []

    content {
      sid       = "Parameters"
      actions   = ["ssm:GetParameters"]
      resources = distinct(local.parameters)
    }
  }

  dynamic "statement" {
    for_each = length(var.settings) > 0 ? [1] : []

    content {
      sid       = "Settings"
      actions   = ["ssm:GetParameters"]
      resources = ["arn:aws:ssm:${var.region}:${var.account_id}:parameter/${var.name}/${var.service}/settings/*"]
    }
  }
}

locals {
  secrets        = [for secret in var.secrets : secret.arn if !secret.parameter]
  parameters     = [for secret in var.secrets : secret.arn if secret.parameter]
  repository_arn = "arn:aws:ecr:${var.region}:${var.account_id}:repository/${join("/", slice(split("/", var.repository_url), 1, length(split("/", var.repository_url))))}"
}

# What ECS does to start a task: pull, log, read the secrets.
resource "aws_iam_role" "execution" {
  name               = "${var.name}-${var.service}-execution"
  description        = "Starts tasks of ${var.service}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "execution" {
  name   = "start-tasks"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

# What the application may do once it runs.
resource "aws_iam_role" "task" {
  name               = "${var.name}-${var.service}-task"
  description        = "The application ${var.service}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "exec" {
  count = var.execute_command ? 1 : 0

  statement {
    sid = "ExecChannels"
    actions = [
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "ExecLogs"
    actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:${var.region}:${var.account_id}:log-group:/ecs/${var.name}/exec:*"]
  }

  statement {
    sid       = "ExecLogGroups"
    actions   = ["logs:DescribeLogGroups"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "exec" {
  count = var.execute_command ? 1 : 0

  name   = "ecs-exec"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.exec[0].json
}

resource "aws_iam_role_policy" "application" {
  count = var.task_policy != null ? 1 : 0

  name   = "application"
  role   = aws_iam_role.task.id
  policy = var.task_policy.json
}
