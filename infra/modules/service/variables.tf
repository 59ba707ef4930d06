variable "name" {
  description = "Prefix of the environment, e.g. ecs-microservices-dev."
  type        = string
}

variable "service" {
  description = "Name of the ECS service, and of the container whose image is deployed."
  type        = string
}

variable "region" {
  description = "AWS region."
  type        = string
}

variable "account_id" {
  description = "AWS account, twelve digits."
  type        = string
}

variable "definition_file" {
  description = "The service's task-definition.json. It holds the shape; this module adds what an environment knows."
  type        = string

  # Not of the locals in shape.tf, which wait for what is judged here.
  validation {
    condition     = can([for each in jsondecode(file(var.definition_file)).containerDefinitions : each.name])
    error_message = "${var.definition_file} is no task definition: it wants JSON, and containerDefinitions, each with a name."
  }

  validation {
    condition     = try(contains(jsondecode(file(var.definition_file)).containerDefinitions[*].name, var.service), true)
    error_message = "The deploys bring the image of a container that is called like its service: ${var.definition_file} needs one with the name ${var.service}; found: ${try(join(", ", jsondecode(file(var.definition_file)).containerDefinitions[*].name), "none")}."
  }

  validation {
    condition = !can(jsondecode(file(var.definition_file)).containerDefinitions) || (
      try(jsondecode(file(var.definition_file)).networkMode, "") == "awsvpc" &&
      (var.cpu != null || can(tonumber(jsondecode(file(var.definition_file)).cpu) + 0)) &&
      (var.memory != null || can(tonumber(jsondecode(file(var.definition_file)).memory) + 0))
    )
    error_message = "Fargate wants \"networkMode\": \"awsvpc\" of ${var.service}, and a size such as \"cpu\": \"256\" and \"memory\": \"512\": write them in ${var.definition_file}."
  }
}

variable "repository_url" {
  description = "ECR repository of the service, without a tag."
  type        = string
}

variable "cluster" {
  description = "Cluster the service lives in."
  type = object({
    name          = string
    arn           = string
    namespace_arn = string
  })
}

variable "vpc_id" {
  description = "VPC to be in."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets of the tasks."
  type        = list(string)
}

variable "cpu" {
  description = "CPU units of a task; null takes the definition's."
  type        = number
  default     = null
}

variable "memory" {
  description = "MiB of a task; null takes the definition's."
  type        = number
  default     = null
}

variable "environment" {
  description = "Values of this environment; they replace or join the definition's. They show in the revision."
  type        = map(string)
  default     = {}
}

variable "settings" {
  description = "Values that live in Parameter Store as /<name>/<service>/settings/<KEY> and reach the task when it starts: change one there, deploy again."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setintersection(keys(var.settings), keys(var.environment))) == 0
    error_message = "A name can be a setting or an environment value, not both: ${join(", ", setintersection(keys(var.settings), keys(var.environment)))}."
  }
}

variable "file_systems" {
  description = "For volumes of the definition that are an EFS: which file system, and access point, it is in this environment, and whether tasks use it with the rights of their role. Without an entry it is the one that the definition names."
  type = map(object({
    id              = string
    access_point_id = optional(string)
    iam             = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = length(setsubtract(keys(var.file_systems), local.volumes)) == 0
    error_message = "The definition has no such volumes: ${join(", ", setsubtract(keys(var.file_systems), local.volumes))}."
  }

  validation {
    condition     = length(setintersection(keys(var.file_systems), local.scratch)) == 0
    error_message = "Without an efsVolumeConfiguration in ${var.definition_file} a volume ends with its task, and so would the files of ${join(", ", setintersection(keys(var.file_systems), local.scratch))}: give it one there; its fileSystemId is replaced."
  }

  validation {
    condition     = alltrue([for name in local.rooted : try(var.file_systems[name].access_point_id, null) == null])
    error_message = "An access point has a folder of its own, and ECS takes no other: take rootDirectory away from ${join(", ", local.rooted)} in ${var.definition_file}."
  }
}

variable "secrets" {
  description = "For each name under the definition's secrets, and for more that the service's container is to have: what the task is given (valueFrom), and the ARN that may be read for it, of a secret or a parameter."
  type = map(object({
    value_from = string
    arn        = string
    parameter  = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = length(setintersection(keys(var.secrets), concat(keys(var.settings), keys(var.environment)))) == 0
    error_message = "A name can be a secret, or a setting or an environment value, not both: ${join(", ", setintersection(keys(var.secrets), concat(keys(var.settings), keys(var.environment))))}."
  }

  validation {
    condition     = length(setsubtract(local.wanted_secrets, keys(var.secrets))) == 0
    error_message = "The definition asks for secrets that nobody gave: ${join(", ", setsubtract(local.wanted_secrets, keys(var.secrets)))}."
  }
}

variable "expose" {
  description = "Announces the service in Service Connect under its own name. False makes it a client only."
  type        = bool
  default     = false

  validation {
    condition     = !var.expose || can(local.container.portMappings[0].name)
    error_message = "${var.service} has callers, so ${var.definition_file} needs a port with a name under portMappings."
  }
}

variable "request_timeout" {
  description = "Seconds that a request through Service Connect may take (28; AWS's own default is 15), and that its connection may be silent (60, or as long as a request may take); 0 is no limit. Of ports whose appProtocol is http, http2 or grpc."
  type = object({
    per_request = optional(number)
    idle        = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for each in values(var.request_timeout) : try(each >= 0 && each <= 2147483647 && floor(each) == each, each == null)])
    error_message = "request_timeout and idle_timeout are whole seconds, or 0 for no limit; found for ${var.service}: ${jsonencode(var.request_timeout)}."
  }

  validation {
    condition     = local.asked || alltrue([for each in values(var.request_timeout) : each == null])
    error_message = "Nothing asks ${var.service}, so request_timeout and idle_timeout limit nothing: they are for a service with callers whose port speaks http, http2 or grpc (appProtocol under portMappings of ${var.definition_file})."
  }
}

variable "target_group_arn" {
  description = "Target group of the load balancer; null for a service without one."
  type        = string
  default     = null
}

variable "load_balanced" {
  description = "Whether target_group_arn is given. A separate switch, because the ARN is not known during the first plan."
  type        = bool
  default     = false

  validation {
    condition     = !var.load_balanced || can(local.container.portMappings[0].containerPort)
    error_message = "The load balancer leads to ${var.service}, so ${var.definition_file} needs a port under portMappings."
  }
}

variable "blue_green" {
  description = "Deploys shift traffic between two target groups: how the load balancer leads to the service is theirs from then on."
  type        = bool
  default     = false

  validation {
    condition     = !var.blue_green || var.load_balanced
    error_message = "Traffic can only be shifted where a load balancer leads it: blue_green needs load_balanced."
  }
}

variable "grace_period" {
  description = "Seconds for which a new task's load-balancer health is not held against it."
  type        = number
  default     = 60
}

variable "spot_share" {
  description = "Share of tasks on Fargate Spot, in percent. Changing it rolls the service over, and replaces one without spread."
  type        = number
  default     = 0

  validation {
    condition     = var.spot_share >= 0 && var.spot_share <= 100 && floor(var.spot_share) == var.spot_share
    error_message = "spot_share is a whole number of percent, 0 to 100."
  }
}

variable "first_image" {
  description = "Image to begin with, by digest, where one is there before the first deploy, as when an environment is made again elsewhere; null for none."
  type        = string
  default     = null
}

variable "desired_count" {
  description = "Tasks when the service is created. 0 until the first deploy: there is no image before it. A service that replaces a deployed one begins with the least that scaling allows."
  type        = number
  default     = 0
}

variable "tasks" {
  description = "How many tasks run where nothing scales them."
  type        = number
  default     = 1

  validation {
    condition     = var.tasks >= 1 && floor(var.tasks) == var.tasks
    error_message = "${var.service} runs a whole number of tasks, 1 at least; found: ${var.tasks}."
  }
}

variable "deployment" {
  description = "Limits of a rolling deployment in percent of the desired count, and the alarms that end and roll back one."
  type = object({
    minimum_healthy_percent = optional(number, 100)
    maximum_percent         = optional(number, 200)
    alarms                  = optional(list(string), [])
  })
  default = {}

  validation {
    condition     = var.deployment.minimum_healthy_percent < 100 || var.deployment.maximum_percent > 100
    error_message = "With a minimum of 100 % and a maximum of 100 % a deployment can never start: nothing may stop and nothing may be added."
  }
}

variable "scaling" {
  description = "Automatic scaling; null keeps the count as it is."
  type = object({
    min = number
    max = number
    # Percent; 0 is none.
    cpu_target    = optional(number, 70)
    memory_target = optional(number)
    # Requests that each task answers in a minute; label names load balancer and target group.
    requests = optional(object({ target = number, label = string }))
    # Any metric that falls as tasks are added, such as the length of a queue by task.
    metric = optional(object({
      target     = number
      namespace  = string
      name       = string
      statistic  = optional(string, "Average")
      dimensions = optional(map(string), {})
    }))
    # By levels of a metric, for a load that comes at once: tasks to add from each level on, and those that go below one.
    steps = optional(object({
      namespace  = string
      name       = string
      statistic  = optional(string, "Average")
      dimensions = optional(map(string), {})
      minutes    = optional(number, 1)
      out        = list(object({ from = number, add = number }))
      in         = optional(object({ under = number, remove = optional(number, 1) }))
    }))
    out_cooldown = optional(number, 60)
    in_cooldown  = optional(number, 300)
    # Cron or at expressions in UTC: {evening = {at = "cron(0 18 * * ? *)", min = 4, max = 8}}
    schedules = optional(map(object({ at = string, min = number, max = number })), {})
  })
  default = null

  validation {
    condition = alltrue([
      for each in try(concat([var.scaling], values(var.scaling.schedules)), []) :
      try(each.min >= 0 && each.min <= each.max && floor(each.min) == each.min && floor(each.max) == each.max, each == null)
    ])
    error_message = "min and max are whole numbers, not negative, and min does not exceed max; found for ${var.service}: ${join(", ", [for each in try(concat([var.scaling], values(var.scaling.schedules)), []) : "${coalesce(each.min, "none")} to ${coalesce(each.max, "none")}"])}."
  }

  validation {
    condition     = try(var.scaling.max >= 1, true)
    error_message = "max is 1 at least, or ${var.service} could never run; found: ${try(var.scaling.max, "none")}."
  }

  validation {
    condition     = alltrue([for each in try([var.scaling.cpu_target, coalesce(var.scaling.memory_target, 100)], []) : each == 0 || (each >= 1 && each <= 100)])
    error_message = "cpu_target and memory_target are percentages from 1 to 100, or 0 for none; found for ${var.service}: ${join(" and ", [for each in try([var.scaling.cpu_target, var.scaling.memory_target], []) : each if each != null])}."
  }

  validation {
    condition     = var.scaling == null || try(var.scaling.steps != null, false) || anytrue([for each in try([var.scaling.cpu_target, var.scaling.memory_target, try(var.scaling.requests.target, 0), try(var.scaling.metric.target, 0)], []) : try(each > 0, false)])
    error_message = "${var.service} scales by nothing: give one of cpu_target, memory_target, requests, metric and steps."
  }

  validation {
    condition = try(var.scaling.steps, null) == null ? true : (
      length(var.scaling.steps.out) > 0 && length(var.scaling.steps.out) <= 20 &&
      length(distinct(var.scaling.steps.out[*].from)) == length(var.scaling.steps.out) && alltrue([for level in var.scaling.steps.out : level.from != null]) &&
      alltrue([for each in concat(var.scaling.steps.out[*].add, [try(coalesce(var.scaling.steps.in.remove), 1), var.scaling.steps.minutes]) : try(each >= 1 && floor(each) == each, false)]) &&
      try(var.scaling.steps.minutes <= 1440, false)
    )
    error_message = "steps takes 1 to 20 levels as out = [{ from = 100, add = 1 }], each from once, whole numbers above 0 as add, remove and minutes, and 1440 minutes at most, as CloudWatch looks back a day; found for ${var.service}: ${jsonencode(try(var.scaling.steps, null))}."
  }

  validation {
    condition     = try(var.scaling.steps.in, null) == null ? true : try(var.scaling.steps.in.under <= min(var.scaling.steps.out[*].from...), false)
    error_message = "Tasks would come and go without end: in.under is at most the lowest from of out; found for ${var.service}: ${jsonencode(try(var.scaling.steps, null))}."
  }

  validation {
    condition     = contains(["Average", "Maximum", "Minimum"], try(coalesce(var.scaling.steps.statistic), "Average"))
    error_message = "steps.statistic is Average, Maximum or Minimum, which Application Auto Scaling aggregates by; found for ${var.service}: ${try(var.scaling.steps.statistic, "none")}."
  }

  validation {
    condition     = alltrue([for each in [try(var.scaling.requests.target, 1), try(var.scaling.metric.target, 1)] : try(each > 0, false)])
    error_message = "What each task is to have of requests or of a metric is above 0; found for ${var.service}: ${join(" and ", compact([try(var.scaling.requests.target, ""), try(var.scaling.metric.target, "")]))}."
  }

  validation {
    condition     = try(var.scaling.out_cooldown >= 0 && var.scaling.in_cooldown >= 0, true)
    error_message = "out_cooldown and in_cooldown are seconds, not negative; found for ${var.service}: ${try("${var.scaling.out_cooldown} and ${var.scaling.in_cooldown}", "none")}."
  }

  validation {
    condition = alltrue([
      for each in try(values(var.scaling.schedules), []) : anytrue([
        anytrue([for pattern in module.cron.patterns : can(regex(pattern, each.at))]),
        can(regex("^rate\\([1-9][0-9]* (minute|hour|day)s?\\)$", each.at)),
        can(formatdate("YYYY", "${regex("^at\\((.*)\\)$", each.at)[0]}Z")),
      ])
    ])
    error_message = "The schedules of ${var.service} begin at cron(0 18 * * ? *), with ? for one of the two days, rate(2 hours) or at(2026-12-24T18:00:00); found: ${join(", ", [for each in try(values(var.scaling.schedules), []) : each.at])}."
  }
}

variable "spread" {
  description = "Lets ECS move tasks so that the zones stay balanced. Off for a service that must never run twice."
  type        = bool
  default     = true

  validation {
    condition     = !var.spread || var.deployment.maximum_percent > 100
    error_message = "Rebalancing over zones needs maximum_percent above 100."
  }
}

variable "execute_command" {
  description = "ECS Exec: a shell in a running task. The root file system becomes writable, which the agent needs."
  type        = bool
  default     = false
}

variable "task_policy" {
  description = "What the application itself may do in AWS; null for nothing. An object, because the JSON may not be known during the plan."
  type        = object({ json = string })
  default     = null
}

variable "tracing" {
  description = "An OpenTelemetry collector beside the service's container, which takes OTLP on 127.0.0.1:4317 and 4318 and hands traces to X-Ray: its image, which reads AOT_CONFIG_CONTENT as AWS's distribution does, pinned. Null has none."
  type        = object({ image = string })
  default     = null

  validation {
    condition     = can(regex("(:[^:/]*[0-9][^:/]*|@sha256:[0-9a-f]{64})$", var.tracing == null ? "none:0" : var.tracing.image))
    error_message = "The collector's image has a version or a digest; found: ${try(var.tracing.image, "none")}."
  }
}

variable "log_retention_days" {
  description = "How many days logs are kept."
  type        = number
  default     = 30
}

variable "metrics_namespace" {
  description = "CloudWatch namespace of the counted error lines."
  type        = string
}

variable "error_pattern" {
  description = "Which JSON log lines count as errors, in CloudWatch's filter syntax."
  type        = string
  default     = "{ $.level = \"ERROR\" || $.level = \"CRITICAL\" }"
}
