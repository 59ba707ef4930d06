# Every switch that is off by default, and a fourth service.
office_hours    = {}
fixed_addresses = true
sessions        = { replicas = 0 }
files           = { archive = { services = ["reports"] } }
tracing         = { image = "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3" }

services = {
  nginx = { min = 1, max = 2 }
  flask-app = {
    min             = 1
    max             = 2
    cpu_target      = 60
    requests_target = 600
    paths           = ["/api/*"]
    priority        = 20
  }
  redis = { callers = ["reports"] }
  reports = {
    definition         = "../../tests/variables/reports-with-files.json"
    count              = 1
    database           = true
    log_retention_days = 7
    alarms             = { cpu_percent = 95 }
  }
}
