owner = "platform-team"

# Repositories made, renamed or moved since July 2026 also need owner_id and repository_id:
#   gh api repos/OWNER/REPOSITORY --jq '.owner.id, .id'
github = {
  owner      = "example-org"
  repository = "ecs-microservices"
}

# alarm_emails = ["on-call@example.com"]

services = {
  nginx     = { min = 1, max = 2, settings = { RATE_LIMIT = "100" } }
  flask-app = { min = 1, max = 2, settings = { CACHE_SECONDS = "60" } }
}

# office_hours = {}
