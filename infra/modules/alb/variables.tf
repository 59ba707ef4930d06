variable "name" {
  description = "Prefix of every name here. Load balancers and target groups allow 32 characters in all."
  type        = string

  validation {
    condition     = length(var.name) <= 26
    error_message = "name may have at most 26 characters."
  }
}

variable "vpc_id" {
  description = "VPC to be in."
  type        = string
}

variable "subnet_ids" {
  description = "Public subnets, one per zone."
  type        = list(string)
}

variable "target" {
  description = "What the load balancer routes to, and how it asks whether a target is healthy."
  type = object({
    name                = string
    port                = number
    health_check_path   = string
    interval            = optional(number, 30)
    timeout             = optional(number, 5)
    healthy_threshold   = optional(number, 2)
    unhealthy_threshold = optional(number, 3)
    # Below 120: a Spot task has two minutes from the warning to its end.
    deregistration_delay = optional(number, 30)
    sticky               = optional(bool, false)
  })

  validation {
    condition     = var.target.timeout < var.target.interval
    error_message = "The health check's timeout must be shorter than its interval."
  }

  validation {
    condition     = var.target.deregistration_delay >= 0 && var.target.deregistration_delay < 120
    error_message = "deregistration_delay must be below 120 seconds, the notice a Spot task gets."
  }
}

variable "routes" {
  description = "What goes past the target: requests for one of the paths, or for the host, or for both where both are given, to a service with a target group of its own."
  type = map(object({
    port                 = number
    paths                = optional(list(string), [])
    host                 = optional(string)
    priority             = number
    health_check_path    = optional(string, "/health")
    deregistration_delay = optional(number, 30)
  }))
  default = {}
}

variable "https" {
  description = "Whether there is a certificate. A separate switch, because the certificate's ARN may not be known during the plan."
  type        = bool
}

variable "certificate_arn" {
  description = "Certificate of the HTTPS listener."
  type        = string
  default     = null
}

variable "blue_green" {
  description = "Adds a second target group and the listener rule that ECS moves between the two."
  type        = bool
  default     = false
}

variable "test_header" {
  description = "With blue_green: requests with this header set to \"test\" reach the new tasks before anybody else does."
  type        = string
  default     = "X-Rollout"
}

variable "deletion_protection" {
  description = "Refuses deletion until it is switched off."
  type        = bool
  default     = false
}

variable "access_logs_bucket" {
  description = "S3 bucket for access logs; null keeps none."
  type        = string
  default     = null
}
