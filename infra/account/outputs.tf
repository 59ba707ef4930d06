output "repository_urls" {
  value = one(module.registry[*].repository_urls)
}
