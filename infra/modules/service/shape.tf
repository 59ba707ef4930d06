locals {
  shape     = jsondecode(file(var.definition_file))
  container = one([for each in local.shape.containerDefinitions : each if each.name == var.service])

  cpu    = var.cpu != null ? var.cpu : tonumber(local.shape.cpu)
  memory = var.memory != null ? var.memory : tonumber(local.shape.memory)
  family = "${var.name}-${var.service}"

  # Nothing of a definition is dropped without a word.
  unread = concat(
    tolist(setsubtract(keys(local.shape), [
      "containerDefinitions", "cpu", "ephemeralStorage", "executionRoleArn", "family", "memory", "networkMode", "requiresCompatibilities", "runtimePlatform", "tags",
      "taskRoleArn", "volumes",
    ])),
    flatten([for each in try(local.shape.volumes, []) : [
      for key in setsubtract(keys(each), ["efsVolumeConfiguration", "host", "name"]) : "${each.name}.${key}"
    ]]),
    # On the way to an EFS it is encrypted, whatever a definition says.
    [for each in try(local.shape.volumes, []) : "${each.name}.transitEncryption" if try(each.efsVolumeConfiguration.transitEncryption, "ENABLED") != "ENABLED"],
  )
  volumes = toset([for each in try(local.shape.volumes, []) : each.name])
  scratch = [for each in try(local.shape.volumes, []) : each.name if try(each.efsVolumeConfiguration, null) == null]
  rooted  = [for each in try(local.shape.volumes, []) : each.name if !contains(["", "/"], try(coalesce(each.efsVolumeConfiguration.rootDirectory), "/"))]
  mounted = toset(flatten([for each in local.shape.containerDefinitions : [for mount in try(each.mountPoints, []) : mount.sourceVolume]]))

  # The count is read when the service is made: for the first time there is no image yet, but one that replaces another
  # must not begin with nothing.
  deployed      = !endswith(nonsensitive(aws_ssm_parameter.image.value), ":none")
  desired_count = local.deployed ? max(var.desired_count, var.scaling == null ? var.tasks : var.scaling.min) : var.desired_count

  # A TCP port has no requests that could take too long. Of the others both are said, since the provider sends 0, no limit,
  # for one that is not; and a connection that closes while it is silent ends its request.
  # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TimeoutConfiguration.html
  asked       = var.expose && contains(["grpc", "http", "http2"], try(local.container.portMappings[0].appProtocol, "tcp"))
  per_request = coalesce(var.request_timeout.per_request, 28)
  request_timeout = local.asked ? {
    per_request = local.per_request
    idle        = coalesce(var.request_timeout.idle, local.per_request == 0 ? 0 : max(60, local.per_request))
  } : null

  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
  fargate_sizes = {
    "256"   = [512, 1024, 2048]
    "512"   = range(1024, 4096 + 1, 1024)
    "1024"  = range(2048, 8192 + 1, 1024)
    "2048"  = range(4096, 16384 + 1, 1024)
    "4096"  = range(8192, 30720 + 1, 1024)
    "8192"  = range(16384, 61440 + 1, 4096)
    "16384" = range(32768, 122880 + 1, 8192)
  }
  fargate_sizes_of_cpu = lookup(local.fargate_sizes, tostring(local.cpu), [])

  wanted_secrets = distinct(flatten([for each in local.shape.containerDefinitions : [for secret in try(each.secrets, []) : secret.name]]))

  environment = {
    for key, value in merge({ for each in try(local.container.environment, []) : each.name => each.value }, local.tracing_environment, var.environment) :
    key => value if !contains(concat(keys(var.settings), keys(var.secrets)), key)
  }

  log_options = {
    awslogs-group  = aws_cloudwatch_log_group.this.name
    awslogs-region = var.region
  }

  # Of every container: where its environment logs, and what its secrets are.
  containers = [
    for each in local.shape.containerDefinitions : merge(each, {
      for key, value in {
        logConfiguration = try(merge(each.logConfiguration, { options = merge(try(each.logConfiguration.options, {}), local.log_options) }), null)
        secrets          = [for secret in try(each.secrets, []) : { name = secret.name, valueFrom = var.secrets[secret.name].value_from }]
      } : key => value if key == "secrets" ? can(each.secrets) : try(each.logConfiguration.logDriver, "") == "awslogs"
    })
  ]
  sidecars = concat([for each in local.containers : each if each.name != var.service], local.collectors)

  completed = merge(one([for each in local.containers : each if each.name == var.service]), {
    image                  = nonsensitive(aws_ssm_parameter.image.value)
    environment            = [for key, value in local.environment : { name = key, value = value }]
    readonlyRootFilesystem = try(local.container.readonlyRootFilesystem, false) && !var.execute_command
    secrets = concat(
      [for secret in try(local.container.secrets, []) : { name = secret.name, valueFrom = var.secrets[secret.name].value_from }],
      [for name in setsubtract(keys(var.secrets), local.wanted_secrets) : { name = name, valueFrom = var.secrets[name].value_from }],
      [for key, parameter in aws_ssm_parameter.setting : { name = key, valueFrom = parameter.arn }],
    )
  })
}
