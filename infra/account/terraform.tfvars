owner = "platform-team"

# As in the environments; with it the roles are made that .github/workflows/infra.yml plans and applies with.
github = {
  owner      = "example-org"
  repository = "ecs-microservices"
}

budget = {
  limit  = 300
  emails = ["billing@example.com"]
}
