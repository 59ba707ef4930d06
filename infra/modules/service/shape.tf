locals {
  shape     = jsondecode(file(var.definition_file))
  container = one([for each in local.shape.containerDefinitions : each if each.name == var.service])

  cpu    = var.cpu != null ? var.cpu : tonumber(local.shape.cpu)
  memory = var.memory != null ? var.memory : tonumber(local.shape.memory)
  family = "${var.name}-${var.service}"

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

  wanted_secrets = [for secret in try(local.container.secrets, []) : secret.name]

  environment = {
    for key, value in merge({ for each in local.container.environment : each.name => each.value }, var.environment) :
    key => value if !contains(keys(var.settings), key)
  }

  log_options = {
    awslogs-group  = aws_cloudwatch_log_group.this.name
    awslogs-region = var.region
  }

  completed = merge(local.container, {
    image                  = nonsensitive(aws_ssm_parameter.image.value)
    environment            = [for key, value in local.environment : { name = key, value = value }]
    readonlyRootFilesystem = local.container.readonlyRootFilesystem && !var.execute_command
    secrets = concat(
      [for name in local.wanted_secrets : { name = name, valueFrom = var.secrets[name].value_from }],
      [for key, parameter in aws_ssm_parameter.setting : { name = key, valueFrom = parameter.arn }],
    )
    logConfiguration = merge(local.container.logConfiguration, {
      options = merge(local.container.logConfiguration.options, local.log_options)
    })
  })
}
