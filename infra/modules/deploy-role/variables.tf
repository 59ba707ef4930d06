variable "name" {
  description = "Prefix of the environment; the role is <name>-deploy."
  type        = string
}

variable "region" {
  description = "AWS region."
  type        = string
}

variable "account_id" {
  description = "AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is twelve digits."
  }
}

variable "github" {
  description = "Repository and GitHub environment whose jobs may deploy; see the module github-trust."
  type = object({
    owner         = string
    repository    = string
    environment   = string
    owner_id      = optional(string)
    repository_id = optional(string)
  })
}

variable "cluster" {
  description = "Name of the cluster."
  type        = string
}

variable "services" {
  description = "Services that may be deployed."
  type        = set(string)
}

variable "repository_prefix" {
  description = "First part of the ECR repositories' names."
  type        = string
}

variable "copies_from" {
  description = "ARNs of the ECR repositories that `promote` copies from."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.copies_from : can(regex("^arn:aws:ecr:[a-z0-9-]+:[0-9]{12}:repository/[^*?]+$", arn))])
    error_message = "copies_from are exact ARNs of repositories, without wildcards."
  }

  validation {
    condition     = length(var.copies_from) == 0 || var.allow.push
    error_message = "What promote copies is pushed here: give copies_from, or take allow.push away."
  }
}

variable "role_arns" {
  description = "Execution and task roles that a deploy hands to ECS."
  type        = list(string)

  validation {
    condition     = length(var.role_arns) > 0 && alltrue([for arn in var.role_arns : can(regex("^arn:aws:iam::[0-9]{12}:role/[^*?]+$", arn))])
    error_message = "role_arns are exact ARNs of roles, without wildcards."
  }
}

variable "allow" {
  description = "What workflows may do beside deploying: deregister old revisions, run one-off tasks such as migrations. The action asks for neither. Without push they deploy only images that are there, by their names too."
  type = object({
    push       = optional(bool, true)
    deregister = optional(bool, false)
    run_task   = optional(bool, false)
  })
  default = {}
}

variable "blue_green_role_arn" {
  description = "Infrastructure role that a blue/green deployment passes to ECS; null without blue/green."
  type        = string
  default     = null
}

variable "max_session_hours" {
  description = "How long the credentials of one job last."
  type        = number
  default     = 1
}
