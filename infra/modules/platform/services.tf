locals {
  # How the three differ. What they have in common is in the module, what they are made of in their task-definition.json.
  services = {
    nginx = {
      cpu           = var.services.nginx.cpu
      memory        = var.services.nginx.memory
      environment   = merge({ TRUSTED_PROXIES = var.network.cidr }, var.services.nginx.environment)
      settings      = var.services.nginx.settings
      secrets       = {}
      entry         = true
      expose        = false
      spread        = true
      spot_share    = var.spot_share
      deployment    = {}
      error_pattern = "{ $.status >= 500 }"
      scaling = {
        min           = var.services.nginx.min
        max           = var.services.nginx.max
        memory_target = var.services.nginx.memory_target
        schedules     = var.services.nginx.schedules
      }
    }

    flask-app = {
      cpu           = var.services.flask-app.cpu
      memory        = var.services.flask-app.memory
      environment   = merge(local.flask_environment, var.services.flask-app.environment)
      settings      = var.services.flask-app.settings
      entry         = false
      expose        = true
      spread        = true
      spot_share    = var.spot_share
      deployment    = {}
      error_pattern = "{ $.level = \"ERROR\" || $.level = \"CRITICAL\" }"
      secrets = {
        DATABASE_PASSWORD = { value_from = "${module.database.secret_arn}:password::", arn = module.database.secret_arn }
        REDIS_PASSWORD    = { value_from = aws_secretsmanager_secret.redis.arn, arn = aws_secretsmanager_secret.redis.arn }
      }
      scaling = {
        min           = var.services.flask-app.min
        max           = var.services.flask-app.max
        memory_target = var.services.flask-app.memory_target
        schedules     = var.services.flask-app.schedules
      }
    }

    # One task, ever: two behind one name would be two caches. So the old one goes before the new one comes, and
    # neither Spot nor scaling nor rebalancing may add or take one.
    redis = {
      cpu           = var.services.redis.cpu
      memory        = var.services.redis.memory
      environment   = var.services.redis.environment
      settings      = var.services.redis.settings
      entry         = false
      expose        = true
      spread        = false
      spot_share    = 0
      deployment    = { minimum_healthy_percent = 0, maximum_percent = 100 }
      error_pattern = "{ $.level = \"ERROR\" }"
      scaling       = null
      secrets = {
        REDIS_PASSWORD = { value_from = aws_secretsmanager_secret.redis.arn, arn = aws_secretsmanager_secret.redis.arn }
      }
    }
  }

  flask_environment = merge(
    {
      DATABASE_HOST     = module.database.address
      DATABASE_PORT     = tostring(5432)
      DATABASE_NAME     = module.database.database_name
      DATABASE_USER     = module.database.username
      DATABASE_SSLMODE  = var.database.ca_pem == null ? "require" : "verify-full"
      METRICS_NAMESPACE = local.namespace
    },
    var.database.ca_pem == null ? {} : { DATABASE_SSLROOTCERT = var.database.ca_pem },
  )
}

# Made in this account and kept out of the state: the value is written, never read back.
resource "aws_secretsmanager_secret" "redis" {
  # checkov:skip=CKV_AWS_149: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV2_AWS_57: Changed by raising redis_password_version: redis reads it when it starts, so a change wants a deploy
  name                    = "${var.name}/redis/password"
  description             = "Password of redis's user app"
  recovery_window_in_days = 7
}

resource "aws_secretsmanager_secret_version" "redis" {
  secret_id                = aws_secretsmanager_secret.redis.id
  secret_string_wo         = uuid()
  secret_string_wo_version = var.redis_password_version
}
