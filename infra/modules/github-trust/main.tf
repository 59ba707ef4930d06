# Which jobs may assume a role: those of one repository in one GitHub environment, and nobody else.
locals {
  provider = "token.actions.githubusercontent.com"
  subject = (
    var.github.repository_id == null
    ? "repo:${var.github.owner}/${var.github.repository}:environment:${var.github.environment}"
    : "repo:${var.github.owner}@${var.github.owner_id}/${var.github.repository}@${var.github.repository_id}:environment:${var.github.environment}"
  )
}

data "aws_iam_policy_document" "this" {
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
