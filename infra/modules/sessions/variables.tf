variable "name" {
  description = "Prefix of every name here; the cache is <name>-sessions."
  type        = string

  validation {
    condition     = length(var.name) <= 31
    error_message = "name has 31 characters at most: ElastiCache allows 40 in all."
  }
}

variable "region" {
  description = "AWS region."
  type        = string
}

variable "account_id" {
  description = "AWS account, twelve digits."
  type        = string
}

variable "vpc_id" {
  description = "VPC to be in."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets without a route to the internet, in two zones at least."
  type        = list(string)
}

variable "services" {
  description = "Who keeps sessions here: each has a user of its own, for keys that begin with sessions: only."
  type        = set(string)
  default     = ["flask-app"]

  validation {
    condition     = length(var.services) > 0
    error_message = "services names one at least: nobody else is let in."
  }

  validation {
    condition     = alltrue([for service in var.services : length("${var.name}-${service}") <= 40])
    error_message = "A user is <name>-<service>, of 40 characters at most; found: ${join(", ", [for service in var.services : "${var.name}-${service}"])}."
  }
}

variable "engine_version" {
  description = "Major version of Valkey; minor ones come by themselves."
  type        = string
  default     = "8"

  validation {
    condition     = can(regex("^[89]$", var.engine_version))
    error_message = "engine_version is a Valkey major such as 8; found: ${var.engine_version}."
  }
}

variable "node_type" {
  description = "Class of each node."
  type        = string
  default     = "cache.t4g.micro"

  validation {
    condition     = can(regex("^cache\\.[a-z0-9]+\\.[a-z0-9]+$", var.node_type))
    error_message = "node_type looks like cache.t4g.micro; found: ${var.node_type}."
  }
}

variable "replicas" {
  description = "Copies in other zones, one of which takes over; with 0 the sessions are lost with the node."
  type        = number
  default     = 1

  validation {
    condition     = var.replicas >= 0 && var.replicas <= 5 && floor(var.replicas) == var.replicas
    error_message = "replicas is a whole number from 0 to 5; found: ${var.replicas}."
  }
}

variable "snapshot_days" {
  description = "How many days snapshots are kept; 0 for none. Sessions of yesterday are rarely worth one."
  type        = number
  default     = 0

  validation {
    condition     = var.snapshot_days >= 0 && var.snapshot_days <= 35 && floor(var.snapshot_days) == var.snapshot_days
    error_message = "snapshot_days is a whole number from 0 to 35; found: ${var.snapshot_days}."
  }
}

variable "apply_immediately" {
  description = "Changes at once instead of in the maintenance window."
  type        = bool
  default     = false
}
