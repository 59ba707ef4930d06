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

variable "emails" {
  description = "Who is told. Each address gets a mail to confirm."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "emails holds mail addresses."
  }
}

variable "cluster" {
  description = "Name of the cluster."
  type        = string
}

variable "services" {
  description = "What is watched. entry: behind the load balancer. callers: services that reach it through Service Connect, whose proxies count its answers. logged: its error lines are counted. routed: the load balancer leads to it past the entry. thresholds: where its own alarms ring, if not where all do."
  type = map(object({
    entry   = optional(bool, false)
    callers = optional(set(string), [])
    max     = optional(number)
    logged  = optional(bool, false)
    routed  = optional(bool, false)
    # Its target group as CloudWatch names it. Not whether it has one, as that must be known during the plan.
    target_group = optional(string)
    thresholds   = optional(map(number), {})
  }))

  validation {
    condition     = alltrue([for each in var.services : length(setsubtract(keys(each.thresholds), local.own_thresholds)) == 0])
    error_message = "The alarms of one service take ${join(", ", local.own_thresholds)}; found: ${join(", ", distinct(flatten([for each in var.services : keys(each.thresholds)])))}."
  }
}

variable "load_balancer" {
  description = "The load balancer and its target group as CloudWatch names them."
  type = object({
    arn_suffix              = string
    target_group_arn_suffix = string
    # With blue/green, where either target group may serve.
    green_arn_suffix = optional(string)
    blue_green       = optional(bool, false)
  })
}

variable "database" {
  description = "The database, and what its alarms are reckoned from. storage_gb is what it was given, not what is to be free. cluster: it is one of Aurora Serverless v2, which has other metrics."
  type = object({
    identifier      = string
    cluster         = optional(bool, false)
    max_connections = optional(number, 64)
    memory_mb       = optional(number, 100)
    storage_gb      = optional(number, 20)
  })
}

variable "sessions" {
  description = "The store of the sessions, by the names of its nodes; null without one."
  type        = object({ nodes = list(string) })
  default     = null
}

variable "nat_gateway_ids" {
  description = "By zone; the zones must be known during the plan, the ids need not."
  type        = map(string)
}

variable "certificate" {
  description = "Certificate whose last thirty days are announced. watch is separate, because the ARN may not be known during the plan."
  type = object({
    watch = bool
    arn   = optional(string)
  })
  default = { watch = false }
}

variable "metrics_namespace" {
  description = "Where the counted error lines and the application's own metrics are."
  type        = string
}

variable "thresholds" {
  description = "Where alarms ring. latency_slo_s is the objective, latency_deploy_s ends a deployment."
  type = object({
    error_percent    = optional(number, 5)
    minimum_requests = optional(number, 20)
    elb_errors       = optional(number, 10)
    latency_deploy_s = optional(number, 1)
    latency_slo_s    = optional(number, 0.1)
    service_errors   = optional(number, 10)
    error_lines      = optional(number, 20)
    memory_percent   = optional(number, 90)
    cpu_percent      = optional(number, 85)
  })
  default = {}

  validation {
    condition     = var.thresholds.latency_slo_s < var.thresholds.latency_deploy_s
    error_message = "The latency that ends a deployment must lie above the one that is aimed at."
  }
}

variable "log_retention_days" {
  description = "How many days logs are kept."
  type        = number
  default     = 30
}
