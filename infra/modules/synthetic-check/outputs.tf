output "url" {
  description = "What is asked for."
  value       = local.url
}

output "health_check_id" {
  description = "The health check, for a record of Route 53 that fails over by it."
  value       = aws_route53_health_check.this.id
}

output "topic_arn" {
  description = "The topic in us-east-1, for whoever is told beside the addresses."
  value       = aws_sns_topic.this.arn
}
