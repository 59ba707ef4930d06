output "name" {
  value = aws_ecs_cluster.this.name
}

output "arn" {
  value = aws_ecs_cluster.this.arn

  # A service that names a capacity provider wants it in the cluster first.
  depends_on = [aws_ecs_cluster_capacity_providers.this]
}

output "namespace_arn" {
  value = aws_service_discovery_http_namespace.this.arn
}

output "exec_log_group" {
  value = aws_cloudwatch_log_group.exec.name
}
