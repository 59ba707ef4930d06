output "repository_urls" {
  value = one(module.registry[*].repository_urls)
}

output "infra_roles" {
  description = "For the variable ROLE of the GitHub environments <environment>-plan and <environment>-infra."
  value       = { for environment, roles in module.infra_roles : environment => roles.arns }
}
