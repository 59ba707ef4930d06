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
  description = "The VPC; see the module network."
  type = object({
    cidr                = string
    availability_zones  = optional(list(string), ["ap-south-1a", "ap-south-1b"])
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

variable "services" {
  description = "Per service what differs from its task-definition.json and from the defaults below."
  type = object({
    nginx = optional(object({
      cpu           = optional(number)
      memory        = optional(number)
      min           = optional(number, 2)
      max           = optional(number, 4)
      memory_target = optional(number)
      schedules     = optional(map(object({ at = string, min = number, max = number })), {})
      environment   = optional(map(string), {})
      settings      = optional(map(string), {})
    }), {})
    flask-app = optional(object({
      cpu           = optional(number)
      memory        = optional(number)
      min           = optional(number, 2)
      max           = optional(number, 4)
      memory_target = optional(number)
      schedules     = optional(map(object({ at = string, min = number, max = number })), {})
      environment   = optional(map(string), {})
      settings      = optional(map(string), {})
    }), {})
    redis = optional(object({
      cpu         = optional(number)
      memory      = optional(number)
      environment = optional(map(string), {})
      settings    = optional(map(string), {})
    }), {})
  })
  default = {}
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
    instance_class         = optional(string, "db.t4g.micro")
    multi_az               = optional(bool, true)
    backup_days            = optional(number, 7)
    read_replicas          = optional(number, 0)
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
  description = "Stops services and database outside these; null runs always."
  type = object({
    stop     = optional(string)
    start    = optional(string)
    timezone = optional(string)
  })
  default = null
}
