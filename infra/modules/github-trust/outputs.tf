output "json" {
  description = "For assume_role_policy."
  value       = data.aws_iam_policy_document.this.json
}

output "subject" {
  description = "The one subject a token must carry."
  value       = local.subject
}
