locals {
  common   = { cpu = null, memory = null, environment = {}, settings = {}, secrets = {}, policy = [], file_systems = {} }
  scaled   = merge(local.common, { min = 2, max = 4, memory_target = null, schedules = {} })
  defaults = { nginx = local.scaled, flask-app = local.scaled, redis = local.common }
  given = {
    for name, defaults in local.defaults :
    name => merge(defaults, try({ for key, value in var.services[name] : key => value if value != null }, {}))
  }

  # Of a secret the ARN is what may be read, and what follows it which key and version; of a parameter it is all.
  given_secrets = {
    for name, given in local.given : name => {
      for key, from in given.secrets : key => {
        value_from = from
        arn        = join(":", slice(split(":", from), 0, min(7, length(split(":", from)))))
        parameter  = try(split(":", from)[2] == "ssm", false)
      }
    }
  }

  # What AWS knows no resource for, of that which an application asks.
  unbound_actions = ["cloudwatch:PutMetricData", "ec2:DescribeRegions", "sts:GetCallerIdentity", "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"]

  # How the three differ. What they have in common is in the module, what they are made of in their task-definition.json.
  services = {
    nginx = {
      cpu           = local.given.nginx.cpu
      memory        = local.given.nginx.memory
      environment   = merge({ TRUSTED_PROXIES = var.network.cidr }, local.given.nginx.environment)
      settings      = local.given.nginx.settings
      secrets       = local.given_secrets.nginx
      entry         = true
      expose        = false
      spread        = true
      spot_share    = var.spot_share
      deployment    = {}
      error_pattern = "{ $.status >= 500 }"
      scaling = {
        min           = local.given.nginx.min
        max           = local.given.nginx.max
        memory_target = local.given.nginx.memory_target
        schedules     = local.given.nginx.schedules
      }
    }

    flask-app = {
      cpu           = local.given.flask-app.cpu
      memory        = local.given.flask-app.memory
      environment   = merge(local.flask_environment, local.given.flask-app.environment)
      settings      = local.given.flask-app.settings
      entry         = false
      expose        = true
      spread        = true
      spot_share    = var.spot_share
      deployment    = {}
      error_pattern = "{ $.level = \"ERROR\" || $.level = \"CRITICAL\" }"
      secrets = merge(local.given_secrets.flask-app, {
        DATABASE_PASSWORD = { value_from = "${module.database.secret_arn}:password::", arn = module.database.secret_arn, parameter = false }
        REDIS_PASSWORD    = { value_from = aws_secretsmanager_secret.redis.arn, arn = aws_secretsmanager_secret.redis.arn, parameter = false }
      })
      scaling = {
        min           = local.given.flask-app.min
        max           = local.given.flask-app.max
        memory_target = local.given.flask-app.memory_target
        schedules     = local.given.flask-app.schedules
      }
    }

    # One task, ever: two behind one name would be two caches. So the old one goes before the new one comes, and
    # neither Spot nor scaling nor rebalancing may add or take one.
    redis = {
      cpu           = local.given.redis.cpu
      memory        = local.given.redis.memory
      environment   = local.given.redis.environment
      settings      = local.given.redis.settings
      entry         = false
      expose        = true
      spread        = false
      spot_share    = 0
      deployment    = { minimum_healthy_percent = 0, maximum_percent = 100 }
      error_pattern = "{ $.level = \"ERROR\" }"
      scaling       = null
      secrets = merge(local.given_secrets.redis, {
        REDIS_PASSWORD = { value_from = aws_secretsmanager_secret.redis.arn, arn = aws_secretsmanager_secret.redis.arn, parameter = false }
      })
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

# What an application may do in AWS: what its service's `policy` says, and nothing without.
data "aws_iam_policy_document" "application" {
  for_each = { for name, given in local.given : name => given.policy if length(given.policy) > 0 }

  dynamic "statement" {
    for_each = each.value

    content {
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}
