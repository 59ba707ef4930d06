variable "name" {
  description = "Prefix of the environment's names; the roles are <name>-plan and <name>-infra."
  type        = string
}

variable "environment" {
  description = "The environment: its folder, its state, and its GitHub environments <environment>-plan and <environment>-infra."
  type        = string
}

variable "region" {
  description = "AWS region."
  type        = string
}

variable "backup_region" {
  description = "Region that backups are copied to, where the apply may make the copies and their key; null where none are."
  type        = string
  default     = null
}

variable "synthetic_check" {
  description = "Whether the apply may make the module synthetic-check: health checks of Route 53, and their alarm and topic in us-east-1."
  type        = bool
  default     = false
}

variable "account_id" {
  description = "AWS account, twelve digits."
  type        = string
}

variable "github" {
  description = "Repository whose jobs plan and apply; see the module github-trust."
  type = object({
    owner         = string
    repository    = string
    owner_id      = optional(string)
    repository_id = optional(string)
  })
}

variable "state_bucket" {
  description = "Bucket of the state; see bootstrap."
  type        = string
}
