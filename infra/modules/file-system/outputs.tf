output "id" {
  value = aws_efs_file_system.this.id
}

output "access_points" {
  description = "By volume the id that a task definition names."
  value       = { for name, each in aws_efs_access_point.volume : name => each.id }
}

output "statements" {
  description = "By volume what a task needs to use it."
  value       = { for name, document in data.aws_iam_policy_document.use : name => document.json }
}

output "security_group_id" {
  value = aws_security_group.this.id

  # A task that starts before there is a way to the files does not start.
  depends_on = [aws_efs_mount_target.this]
}
