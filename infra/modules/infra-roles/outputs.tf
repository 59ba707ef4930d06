output "arns" {
  description = "For the variable ROLE of the GitHub environments, by their suffix: plan and infra."
  value       = { for role, each in aws_iam_role.this : role => each.arn }
}

output "subjects" {
  description = "The one subject that a token for each must carry."
  value       = { for role, trust in module.trust : role => trust.subject }
}

output "policies" {
  value = { for name, each in local.policies : name => each.json }
}
