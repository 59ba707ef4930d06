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
  description = "Repository and GitHub environment whose jobs may deploy. Repositories created, renamed or transferred since July 2026 carry their numeric ids in the token's subject: give both ids for them (gh api repos/OWNER/REPO --jq '.owner.id, .id'), and none for older ones."
  type = object({
    owner         = string
    repository    = string
    environment   = string
    owner_id      = optional(string)
    repository_id = optional(string)
  })

  validation {
    condition = alltrue([
      can(regex("^[A-Za-z0-9][A-Za-z0-9-]*$", var.github.owner)),
      can(regex("^[A-Za-z0-9._-]+$", var.github.repository)),
    ])
    error_message = "owner and repository are exact names, without wildcards: the role is for one repository."
  }

  validation {
    condition     = can(regex("^[^*?:/]+$", var.github.environment))
    error_message = "environment is the exact name of a GitHub environment: without one any branch could deploy."
  }

  validation {
    condition     = (var.github.owner_id == null) == (var.github.repository_id == null)
    error_message = "Give owner_id and repository_id together, or neither."
  }

  validation {
    condition = alltrue([
      for id in [var.github.owner_id, var.github.repository_id] : id == null ? true : can(regex("^[0-9]+$", id))
    ])
    error_message = "owner_id and repository_id are numbers."
  }
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

variable "role_arns" {
  description = "Execution and task roles that a deploy hands to ECS."
  type        = list(string)

  validation {
    condition     = length(var.role_arns) > 0 && alltrue([for arn in var.role_arns : can(regex("^arn:aws:iam::[0-9]{12}:role/[^*?]+$", arn))])
    error_message = "role_arns are exact ARNs of roles, without wildcards."
  }
}

variable "allow" {
  description = "What workflows may do beside deploying: deregister old revisions, run one-off tasks such as migrations. The action asks for neither."
  type = object({
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
