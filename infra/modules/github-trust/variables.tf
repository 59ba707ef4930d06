variable "account_id" {
  description = "AWS account, twelve digits."
  type        = string
}

variable "github" {
  description = "Repository and GitHub environment whose jobs may assume the role. Repositories created, renamed or transferred since July 2026 carry their numeric ids in the token's subject: give both ids for them (gh api repos/OWNER/REPO --jq '.owner.id, .id'), and none for older ones."
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
