locals {
  provider = "token.actions.githubusercontent.com"
  subject = (
    var.github.repository_id == null
    ? "repo:${var.github.owner}/${var.github.repository}:environment:${var.github.environment}"
    : "repo:${var.github.owner}@${var.github.owner_id}/${var.github.repository}@${var.github.repository_id}:environment:${var.github.environment}"
  )
}

data "aws_iam_policy_document" "trust" {
  # checkov:skip=CKV_AWS_358: The subject is one exact string, made above and validated
  statement {
    sid     = "GitHubActions"
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::${var.account_id}:oidc-provider/${local.provider}"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.provider}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.provider}:sub"
      values   = [local.subject]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-deploy"
  description          = "Deploys ${var.name} from ${var.github.owner}/${var.github.repository}"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = var.max_session_hours * 3600
}

resource "aws_iam_role_policy" "this" {
  name   = "deploy"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}
