# Every switch that is off by default.
blue_green    = true
backup_region = "ap-southeast-1"
deploy_allow  = { push = false }

synthetic_check = { search_string = "ok" }

github = {
  owner         = "example-org"
  repository    = "ecs-microservices"
  owner_id      = "1001"
  repository_id = "2002"
}

services = {
  nginx = {
    cpu       = 512
    memory    = 1024
    schedules = { morning = { at = "cron(30 2 ? * MON-FRI *)", min = 4, max = 8 } }
  }
  flask-app = {
    memory_target = 80
    steps = {
      namespace  = "AWS/SQS"
      name       = "ApproximateNumberOfMessagesVisible"
      dimensions = { QueueName = "orders" }
      out        = [{ from = 100, add = 1 }, { from = 500, add = 2 }]
      in         = { under = 10 }
    }
  }
}
