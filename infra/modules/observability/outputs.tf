output "deployment_alarms" {
  description = "By service: the alarms that end and roll back its deployments."
  value       = local.deployment_alarms

  # ECS wants alarms to exist before a service names them.
  depends_on = [aws_cloudwatch_metric_alarm.metric, aws_cloudwatch_metric_alarm.formula]
}

output "topic_arn" {
  value = aws_sns_topic.this.arn
}

output "dashboard" {
  value = aws_cloudwatch_dashboard.this.dashboard_name
}
