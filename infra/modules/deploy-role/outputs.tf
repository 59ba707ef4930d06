output "arn" {
  description = "For role-to-assume of aws-actions/configure-aws-credentials."
  value       = aws_iam_role.this.arn
}

output "subject" {
  description = "The one subject a token must carry."
  value       = module.trust.subject
}

output "policy_json" {
  value = data.aws_iam_policy_document.this.json
}
