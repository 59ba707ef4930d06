owner = "platform-team"

# Repositories made, renamed or moved since July 2026 also need owner_id and repository_id:
#   gh api repos/OWNER/REPOSITORY --jq '.owner.id, .id'
github = {
  owner      = "example-org"
  repository = "ecs-microservices"
}

alarm_emails = ["on-call@example.com"]

domain = {
  name    = "app.example.com"
  zone_id = "Z0123456789ABCDEFGHIJ"
}

# nginx and redis get more than their definitions ask for: the Service Connect proxy needs its share of a busy task.
services = {
  nginx     = { cpu = 512, memory = 1024, settings = { RATE_LIMIT = "100" } }
  flask-app = { settings = { CACHE_SECONDS = "60" } }
  redis     = { cpu = 512, memory = 1024, environment = { REDIS_MAXMEMORY = "600mb" } }
}
