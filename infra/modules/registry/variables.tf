variable "prefix" {
  description = "First part of the repositories' names."
  type        = string
}

variable "services" {
  description = "One repository each."
  type        = set(string)
}

variable "keep_releases" {
  description = "How many images with a version's name stay, and how many with a commit's: all that a rollback may go to, in every environment. Those of a repository are counted together, so more where it holds several images."
  type        = number
  default     = 100

  validation {
    condition     = var.keep_releases >= 30
    error_message = "Keep at least 30 images: a rollback needs them, and so do tasks that are replaced."
  }
}

variable "keep_builds" {
  description = "An image without such a name can be deployed too: it stays while it is among the last so many that can be."
  type        = number
  default     = 50

  validation {
    condition     = var.keep_builds >= 30
    error_message = "Keep at least 30 images: one may run before it is given a name, and a rollback may go to it."
  }
}

variable "keep_others" {
  description = "Of what cannot be deployed, what is among the last so many images stays."
  type        = number
  default     = 10
}

variable "copies_to" {
  description = "Registries that ECR copies to what is pushed here from then on, by region and account."
  type        = set(object({ region = string, account_id = string }))
  default     = []

  validation {
    condition     = length(var.copies_to) <= 25 && alltrue([for each in var.copies_to : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", each.region)) && can(regex("^[0-9]{12}$", each.account_id))])
    error_message = "copies_to names a region such as eu-central-1 and an account of twelve digits for each, 25 at most; found: ${jsonencode(var.copies_to)}."
  }
}

variable "copies_from" {
  description = "Accounts whose registries may copy into this one; wants region and account_id."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for account in var.copies_from : can(regex("^[0-9]{12}$", account))])
    error_message = "copies_from are accounts, twelve digits each; found: ${join(", ", var.copies_from)}."
  }

  validation {
    condition     = length(var.copies_from) == 0 || var.region != null && var.account_id != null
    error_message = "copies_from wants region and account_id, which name the repositories here."
  }
}

variable "region" {
  description = "Region of this registry; only for copies_from."
  type        = string
  default     = null
}

variable "account_id" {
  description = "Account of this registry; only for copies_from."
  type        = string
  default     = null
}
