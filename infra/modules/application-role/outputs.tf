output "username" {
  value = var.username
}

output "secret_arn" {
  description = "JSON with the keys username and password."
  value       = aws_secretsmanager_secret.this.arn
}

output "security_group_id" {
  description = "The task's; it wants a way to the database."
  value       = aws_security_group.this.id
}

output "command" {
  description = "Starts the task, with AWS CLI 2. It prints the task's ARN."
  value = join(" ", [
    "aws ecs run-task --region ${var.region} --cluster ${var.cluster} --task-definition ${var.name}-application-role --launch-type FARGATE",
    "--network-configuration 'awsvpcConfiguration={subnets=[${join(",", var.subnet_ids)}],securityGroups=[${aws_security_group.this.id}],assignPublicIp=DISABLED}'",
    "--query 'tasks[0].taskArn' --output text",
  ])
}
