variable "name" {
  description = "Prefix of every name here."
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

variable "cluster" {
  description = "Name of the cluster."
  type        = string
}

variable "services" {
  description = "Services to stop, with the number of tasks to start again."
  type        = map(number)
}

variable "database_identifier" {
  description = "RDS instance to stop; null leaves it running. RDS starts a stopped one by itself after seven days."
  type        = string
  default     = null
}

variable "database_cluster" {
  description = "Whether database_identifier is a cluster of Aurora. RDS starts that one by itself after seven days, too."
  type        = bool
  default     = false
}

variable "hours" {
  description = "When to stop and to start, as cron expressions in the time zone."
  type = object({
    stop     = optional(string, "cron(0 20 ? * MON-FRI *)")
    start    = optional(string, "cron(0 8 ? * MON-FRI *)")
    timezone = optional(string, "Asia/Kolkata")
  })
  default = {}

  validation {
    condition     = alltrue([for each in [var.hours.stop, var.hours.start] : anytrue([for pattern in module.cron.patterns : can(regex(pattern, each))])])
    error_message = "stop and start are cron expressions such as cron(0 20 ? * MON-FRI *), with ? for one of the two days; found: ${var.hours.stop} and ${var.hours.start}."
  }

  validation {
    condition     = can(regex("^(UTC|[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9_+-]+)+)$", var.hours.timezone))
    error_message = "timezone is a name such as Asia/Kolkata; found: ${var.hours.timezone}."
  }

  validation {
    condition     = var.hours.stop != var.hours.start
    error_message = "stop and start are the same moment."
  }
}
