variable "name" {
  description = "Prefix of every name here. The cluster is <name>-cluster, its namespace <name>.local."
  type        = string
}

variable "container_insights" {
  description = "enabled: metrics per service. enhanced: also per task and container, at a higher price."
  type        = string
  default     = "enabled"

  validation {
    condition     = contains(["disabled", "enabled", "enhanced"], var.container_insights)
    error_message = "container_insights is one of disabled, enabled, enhanced."
  }
}

variable "log_retention_days" {
  description = "How long the record of ECS Exec sessions is kept."
  type        = number
  default     = 90
}
