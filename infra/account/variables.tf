variable "account_id" {
  description = "The AWS account, where it is not the one of project.json. Anything else is refused, so that a wrong profile does no harm."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is twelve digits; found: ${coalesce(var.account_id, "none")}."
  }
}

variable "owner" {
  description = "Who pays and answers: the value of the tag Owner."
  type        = string
}

variable "features" {
  description = "What there is once per account. Switch off what the account has already, e.g. from a landing zone."
  type = object({
    oidc_provider    = optional(bool, true)
    registry         = optional(bool, true)
    registry_scan    = optional(bool, true)
    ecs_settings     = optional(bool, true)
    cloudtrail       = optional(bool, true)
    security_alarms  = optional(bool, false)
    config           = optional(bool, false)
    security_hub     = optional(bool, false)
    budget           = optional(bool, true)
    anomaly_monitor  = optional(bool, false)
    cost_tags        = optional(bool, false)
    enhanced_scanner = optional(bool, false)
  })
  default = {}

  validation {
    condition     = !var.features.security_alarms || var.features.cloudtrail
    error_message = "security_alarms count what cloudtrail records: switch that on too."
  }

  validation {
    condition     = !var.features.security_hub || var.features.config
    error_message = "security_hub judges what config records: switch that on too."
  }
}

variable "github" {
  description = "The repository whose jobs plan and apply the environments, with its ids if it was made, renamed or moved since July 2026; null makes no roles for it."
  type = object({
    owner         = string
    repository    = string
    owner_id      = optional(string)
    repository_id = optional(string)
  })
  default = null
}

variable "services" {
  description = "One ECR repository each."
  type        = set(string)
  default     = ["flask-app", "nginx", "redis"]
}

variable "image_copies" {
  description = "to: where ECR copies what is pushed here, a region, an account or both. from: accounts that may copy into this one."
  type = object({
    to   = optional(list(object({ region = optional(string), account = optional(string) })), [])
    from = optional(set(string), [])
  })
  default = {}

  validation {
    condition     = alltrue([for each in var.image_copies.to : coalesce(each.region, local.region) != local.region || coalesce(each.account, local.account_id) != local.account_id])
    error_message = "image_copies.to names another region or another account than this one (${local.region}, ${local.account_id}); found: ${jsonencode(var.image_copies.to)}."
  }
}

variable "budget" {
  description = "Monthly limit in US dollars, and who is told at 80 % spent and 100 % foreseen."
  type = object({
    limit  = number
    emails = list(string)
  })
  default = null

  validation {
    condition     = var.budget == null ? !var.features.budget : var.budget.limit > 0 && length(var.budget.emails) > 0
    error_message = "Give budget with a limit and at least one address, or switch features.budget off."
  }
}

variable "alarm_emails" {
  description = "Who is told of suspicious calls."
  type        = set(string)
  default     = []
}

variable "trail_days" {
  description = "How long the records of CloudTrail and Config are kept."
  type        = number
  default     = 365
}
