module "trust" {
  source = "../github-trust"

  account_id = var.account_id
  github     = var.github
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-deploy"
  description          = "Deploys ${var.name} from ${var.github.owner}/${var.github.repository}"
  assume_role_policy   = module.trust.json
  max_session_duration = var.max_session_hours * 3600
}

resource "aws_iam_role_policy" "this" {
  name   = "deploy"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}
