locals {
  here = "${var.region}:${var.account_id}"
  # What may be done, by the GitHub environment's suffix.
  roles = {
    plan  = { says = "Plans ${var.name}", policies = { read = data.aws_iam_policy_document.read.json } }
    infra = { says = "Applies ${var.name}", policies = { read = data.aws_iam_policy_document.read.json, change = data.aws_iam_policy_document.change.json } }
  }
  policies = merge([for role, each in local.roles : { for policy, json in each.policies : "${role}-${policy}" => { role = role, name = policy, json = json } }]...)
}

module "trust" {
  source   = "../github-trust"
  for_each = local.roles

  account_id = var.account_id
  github     = merge(var.github, { environment = "${var.environment}-${each.key}" })
}

resource "aws_iam_role" "this" {
  for_each = local.roles

  name                 = "${var.name}-${each.key}"
  description          = each.value.says
  assume_role_policy   = module.trust[each.key].json
  max_session_duration = 2 * 3600
}

resource "aws_iam_role_policy" "this" {
  for_each = local.policies

  name   = each.value.name
  role   = aws_iam_role.this[each.value.role].id
  policy = each.value.json
}
