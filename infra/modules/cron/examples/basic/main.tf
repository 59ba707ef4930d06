# A variable that takes what EventBridge takes.
module "cron" {
  source = "../.."
}

variable "at" {
  description = "When reports are made."
  type        = string
  default     = "cron(0 6 ? * MON-FRI *)"

  validation {
    condition     = anytrue([for pattern in module.cron.patterns : can(regex(pattern, var.at))])
    error_message = "at is like cron(0 6 ? * MON-FRI *)."
  }
}
