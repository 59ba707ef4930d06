variable "name" {
  description = "Prefix of every name: ecs-microservices in production, with a suffix elsewhere."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,25}$", var.name))
    error_message = "name is lower-case letters, digits and hyphens, 26 at most: load balancers allow 32 in all."
  }
}

variable "account_id" {
  description = "The account, as a variable so that a plan needs none."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is twelve digits."
  }
}

variable "region" {
  description = "AWS region."
  type        = string
  default     = "ap-south-1"
}

variable "network" {
  description = "The VPC; see the module network. Without availability_zones it takes a and b of the region."
  type = object({
    cidr                = string
    availability_zones  = optional(list(string))
    subnets             = optional(object({ public = list(string), private = list(string), database = list(string) }))
    single_nat          = optional(bool, false)
    interface_endpoints = optional(set(string), [])
    flow_logs           = optional(bool, false)
  })
}

variable "web" {
  description = "How the outside reaches nginx. Give domain (a certificate is made) or certificate_arn; plain_http is for environments that nobody but the team uses."
  type = object({
    domain              = optional(object({ name = string, zone_id = string }))
    certificate_arn     = optional(string)
    plain_http          = optional(bool, false)
    sticky              = optional(bool, false)
    deletion_protection = optional(bool, false)
    access_logs_bucket  = optional(string)
    blue_green          = optional(bool, false)
  })

  validation {
    condition     = var.web.domain != null || var.web.certificate_arn != null || var.web.plain_http
    error_message = "Without HTTPS: give web.domain or web.certificate_arn, or say web.plain_http = true."
  }

  validation {
    condition     = !(var.web.domain != null && var.web.certificate_arn != null)
    error_message = "Give web.domain (a certificate is made for it) or web.certificate_arn, not both."
  }
}

# Not an object type: Terraform drops what such a type does not name, and a misspelt limit would be no limit.
variable "services" {
  description = "Per service what differs from its task-definition.json and from the defaults in services.tf, which are also all that can be said."
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(try(keys(var.services), ["none"]), keys(local.defaults))) == 0
    error_message = "services holds an object each for ${join(", ", keys(local.defaults))}; found: ${try(join(", ", keys(var.services)), jsonencode(var.services))}."
  }

  validation {
    condition = alltrue([
      for name, service in var.services : try(length(setsubtract(keys(service), keys(local.defaults[name]))) == 0, true)
    ])
    error_message = join(" ", [
      for name, service in var.services : "services.${name} takes ${join(", ", keys(local.defaults[name]))}; found: ${join(", ", setsubtract(keys(service), keys(local.defaults[name])))}."
      if try(length(setsubtract(keys(service), keys(local.defaults[name]))) > 0, false)
    ])
  }

  validation {
    condition     = alltrue([for service in var.services : can(keys(service))])
    error_message = "Each of services is an object such as { min = 2, max = 4 }; found: ${jsonencode(var.services)}."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.services : [for schedule in try(values(service.schedules), []) : try(join(" ", keys(schedule)) == "at max min", false)]
    ]))
    error_message = "Each of schedules takes at (in UTC), min and max, all three and nothing else; found: ${jsonencode([for service in var.services : service.schedules if can(service.schedules)])}."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.services : [
        for from in values(try(service.secrets, {})) :
        can(regex("^arn:aws:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^:*?]+(:[^:*?]*:[^:*?]*:[^:*?]*)?|ssm:[a-z0-9-]+:[0-9]{12}:parameter/[^:*?]+)$", from))
      ]
    ]))
    error_message = "Each of secrets is the ARN of a secret, with :key:: after it for one key of its JSON, or of a parameter; found: ${jsonencode([for service in var.services : service.secrets if can(service.secrets)])}."
  }

  validation {
    condition = alltrue(flatten([
      for name in ["flask-app", "redis"] : [
        for key in keys(try(var.services[name].secrets, {})) : !contains(["DATABASE_PASSWORD", "REDIS_PASSWORD"], key)
      ]
    ]))
    error_message = "DATABASE_PASSWORD and REDIS_PASSWORD are made here, and given to those who need them."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.services : [
        for statement in try(service.policy, []) : try(join(" ", keys(statement)) == "actions resources" && length(statement.actions) * length(statement.resources) > 0, false)
      ]
    ]))
    error_message = "Each of policy takes actions and resources, both, and nothing else; found: ${jsonencode([for service in var.services : service.policy if can(service.policy)])}."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.services : [
        for statement in try(service.policy, []) : [
          for action in try(statement.actions, []) :
          !strcontains(action, "*") && (!contains(try(statement.resources, []), "*") || contains(local.unbound_actions, action))
        ]
      ]
    ]))
    error_message = "A policy names its actions without a star, and its resources, but for ${join(", ", local.unbound_actions)}; found: ${jsonencode([for service in var.services : service.policy if can(service.policy)])}."
  }
}

variable "spot_share" {
  description = "Percent of nginx's and flask-app's tasks on Fargate Spot. redis never is: it would lose its cache with the task."
  type        = number
  default     = 0
}

variable "bootstrap_desired_count" {
  description = "Tasks a service is created with. Leave it at 0: there is no image before the first deploy, which raises it."
  type        = number
  default     = 0
}

variable "execute_command" {
  description = "ECS Exec for all services."
  type        = bool
  default     = false
}

variable "container_insights" {
  description = "disabled, enabled or enhanced."
  type        = string
  default     = "enabled"
}

variable "database" {
  description = "The instance; see the module database."
  type = object({
    engine_version         = optional(string, "17")
    major_upgrade          = optional(bool, false)
    instance_class         = optional(string, "db.t4g.micro")
    multi_az               = optional(bool, true)
    backup_days            = optional(number, 7)
    deletion_protection    = optional(bool, true)
    skip_final_snapshot    = optional(bool, false)
    apply_immediately      = optional(bool, false)
    password_rotation_days = optional(number, 90)
    # PEM with the certificates of RDS in this region. With it tasks check whom they talk to, without they only encrypt.
    ca_pem = optional(string)
  })
  default = {}
}

variable "redis_password_version" {
  description = "Raise it to have a new password made; then deploy redis and flask-app."
  type        = number
  default     = 1
}

variable "github" {
  description = "Which jobs may deploy here; see the module deploy-role."
  type = object({
    owner         = string
    repository    = string
    environment   = string
    owner_id      = optional(string)
    repository_id = optional(string)
  })
}

variable "deploy_allow" {
  description = "What the deploy role may do beyond a deploy; see the module deploy-role."
  type = object({
    deregister = optional(bool, false)
    run_task   = optional(bool, false)
  })
  default = {}
}

variable "repository_prefix" {
  description = "ECR repositories are shared by the environments: an image is built once and promoted by its digest."
  type        = string
  default     = "ecs-microservices"
}

variable "alarm_emails" {
  description = "Who is told when an alarm rings. Each address gets a mail to confirm."
  type        = set(string)
  default     = []
}

variable "log_retention_days" {
  description = "How many days logs are kept."
  type        = number
  default     = 30
}

variable "office_hours" {
  description = "Stops services and database outside these: stop, start and timezone, see the module schedule; null runs always."
  type        = map(string)
  default     = null

  validation {
    condition     = length(setsubtract(keys(coalesce(var.office_hours, {})), ["start", "stop", "timezone"])) == 0
    error_message = "office_hours takes start, stop and timezone; found: ${join(", ", keys(coalesce(var.office_hours, {})))}."
  }
}
