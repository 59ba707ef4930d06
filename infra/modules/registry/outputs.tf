output "repository_urls" {
  value = { for service, repository in aws_ecr_repository.this : service => repository.repository_url }
}
