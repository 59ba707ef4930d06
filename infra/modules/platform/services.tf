locals {
  definitions = coalesce(var.definitions, "${path.module}/../../../services")

  # All that can be said of a service, with what goes without saying.
  common = {
    definition = null, cpu = null, memory = null, environment = {}, settings = {}, secrets = {}, policy = [], file_systems = {}
    callers    = [], database = false, alarms = {}, log_retention_days = null
  }
  scaled = merge(local.common, {
    count         = null, min = 2, max = 4, schedules = {}, spot_share = null
    cpu_target    = 70, memory_target = null, requests_target = null, metric_target = null, steps = null
    idle_timeout  = null, request_timeout = null
    error_pattern = "{ $.level = \"ERROR\" || $.level = \"CRITICAL\" }"
  })
  any = merge(local.scaled, { paths = [], host = null, priority = null, health_check_path = "/health" })

  # What a key takes, where it is no list and no object that is checked by itself.
  kinds = merge([
    for kind, keys in {
      "a number"        = ["count", "cpu", "cpu_target", "idle_timeout", "log_retention_days", "max", "memory", "memory_target", "min", "priority", "request_timeout", "requests_target", "spot_share"]
      "true or false"   = ["database"]
      "a string"        = ["definition", "error_pattern", "health_check_path", "host"]
      "strings by name" = ["environment", "settings"]
      "numbers by name" = ["alarms"]
    } : { for key in keys : key => kind }
  ]...)

  # Of the three that are here anyway. nginx has what no other rule of the load balancer takes. redis is one task, ever:
  # two behind one name would be two caches. So the old one goes before the new one comes, and neither Spot nor scaling
  # nor rebalancing may add or take one.
  shipped = {
    nginx     = merge(local.scaled, { error_pattern = "{ $.status >= 500 }" })
    flask-app = merge(local.any, { callers = ["nginx"], database = true })
    redis     = merge(local.common, { callers = ["flask-app"], error_pattern = "{ $.level = \"ERROR\" }" })
  }

  # Callers join those that are there anyway.
  given = {
    for name in distinct(concat(keys(local.shipped), keys(var.services))) : name => merge(
      lookup(local.shipped, name, local.any),
      try({ for key, value in var.services[name] : key => value if value != null }, {}),
      { callers = distinct(concat(try(local.shipped[name].callers, []), try([for each in var.services[name].callers : each], []))) },
    )
  }
  definition_files = { for name, given in local.given : name => coalesce(given.definition, "${local.definitions}/${name}/task-definition.json") }

  # Read here, too, as the load balancer and the paths know them before there are services.
  ports = {
    for name, path in local.definition_files :
    name => try(one([for each in jsondecode(file(path)).containerDefinitions : each.portMappings[0].containerPort if each.name == name]), null)
  }

  routed = { for name, given in local.given : name => given if length(try(given.paths, [])) > 0 || try(given.host, null) != null }
  stored = { for name, given in local.given : name => given if given.database }
  # By service the volumes that it shares, as the module service takes them.
  files = {
    for name in keys(local.given) : name => {
      for volume, each in var.files : volume => { id = module.files[0].id, access_point_id = module.files[0].access_points[volume], iam = true }
      if contains(each.services, name)
    }
  }

  # What raises a count of 0: it goes by the clock, or by a metric that does not end with the tasks.
  woken = flatten([for name, given in local.given : [for key in ["metric_target", "schedules", "steps"] : "services.${name}.${key}" if try(length(given[key]), 0) > 0]])

  # By service the volumes for which its definition names a folder.
  rooted = {
    for name, path in local.definition_files :
    name => [for each in try(jsondecode(file(path)).volumes, []) : each.name if !contains(["", "/"], try(coalesce(each.efsVolumeConfiguration.rootDirectory), "/"))]
  }

  with_sessions = try(var.sessions.services, [])
  with_rights   = toset([for name, given in local.given : name if length(given.policy) > 0 || contains(local.with_sessions, name) || length(local.files[name]) > 0])
  counting      = { for name, given in local.given : name => try(given.count, null) != null || !can(given.min) }

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

  # A target group as the count of its requests names it.
  request_labels = merge(
    { nginx = "${module.alb.arn_suffix}/${module.alb.target_group_arn_suffix}" },
    { for name in keys(local.routed) : name => "${module.alb.arn_suffix}/${module.alb.routes[name].arn_suffix}" },
  )

  # As whom the services log in.
  login = var.database.application_role ? {
    username   = module.application_role[0].username
    secret_arn = module.application_role[0].secret_arn
    } : {
    username   = local.database.username
    secret_arn = local.database.secret_arn
  }

  made_secrets = {
    DATABASE_PASSWORD = { value_from = "${local.login.secret_arn}:password::", arn = local.login.secret_arn, parameter = false }
    REDIS_PASSWORD    = { value_from = aws_secretsmanager_secret.redis.arn, arn = aws_secretsmanager_secret.redis.arn, parameter = false }
  }

  # How the services differ. What they have in common is in the module, what they are made of in their task-definition.json.
  services = {
    for name, given in local.given : name => {
      cpu      = given.cpu
      memory   = given.memory
      settings = given.settings
      environment = merge(
        name == "nginx" ? { TRUSTED_PROXIES = var.network.cidr } : {},
        contains(["nginx", "redis"], name) ? {} : { METRICS_NAMESPACE = local.namespace },
        given.database ? local.database_environment : {},
        contains(local.with_sessions, name) ? module.sessions[0].environment[name] : {},
        given.environment,
      )
      secrets = merge(
        local.given_secrets[name],
        { for key, secret in local.made_secrets : key => secret if key == "DATABASE_PASSWORD" ? given.database : contains(concat(["redis"], local.given.redis.callers), name) },
      )
      entry         = name == "nginx"
      expose        = length(given.callers) > 0
      spread        = name != "redis"
      spot_share    = name == "redis" ? 0 : try(coalesce(given.spot_share, var.spot_share), 0)
      deployment    = name == "redis" ? { minimum_healthy_percent = 0, maximum_percent = 100 } : {}
      error_pattern = given.error_pattern
      tasks         = try(coalesce(given.count, 1), 1)
      # redis, which speaks TCP, has neither.
      request_timeout = { per_request = try(given.request_timeout, null), idle = try(given.idle_timeout, null) }
      scaling = local.counting[name] ? null : {
        min           = given.min
        max           = given.max
        cpu_target    = given.cpu_target
        memory_target = given.memory_target
        schedules     = given.schedules
        metric        = given.metric_target
        steps         = given.steps
        requests      = given.requests_target == null ? null : { target = given.requests_target, label = local.request_labels[name] }
      }
    }
  }

  database_environment = merge(
    {
      DATABASE_HOST    = local.database.address
      DATABASE_PORT    = tostring(5432)
      DATABASE_NAME    = local.database.database_name
      DATABASE_USER    = local.login.username
      DATABASE_SSLMODE = var.database.ca_pem == null ? "require" : "verify-full"
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

# What an application may do in AWS: what its service's `policy` says, log in to the sessions, and use its files; nothing without.
data "aws_iam_policy_document" "application" {
  for_each = local.with_rights

  source_policy_documents = concat(
    contains(local.with_sessions, each.key) ? [module.sessions[0].statements[each.key]] : [],
    [for volume in keys(local.files[each.key]) : module.files[0].statements[volume]],
  )

  dynamic "statement" {
    for_each = local.given[each.key].policy

    content {
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}
