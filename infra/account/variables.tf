variable "account_id" {
  description = "The AWS account, where it is not the one of project.json. Anything else is refused, so that a wrong profile does no harm."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is twelve digits; found: ${coalesce(var.account_id, "none")}."
  }
}

variable "owner" {
  description = "Who pays and answers: the value of the tag Owner."
  type        = string
}

# What takes keys is of the type any, and says which: Terraform drops what an object type does not name, and a misspelt
# switch would stay as it was.
variable "features" {
  description = "What there is once per account, and main.tf says what of it goes without saying. Switch off what the account has already, e.g. from a landing zone."
  type        = map(bool)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.features), keys(local.features_by_default))) == 0
    error_message = "features takes ${join(", ", keys(local.features_by_default))}, each true or false; found: ${jsonencode(var.features)}."
  }

  validation {
    condition     = !try(coalesce(var.features.security_alarms), false) || try(coalesce(var.features.cloudtrail), true)
    error_message = "security_alarms count what cloudtrail records: switch that on too."
  }

  validation {
    condition     = !try(coalesce(var.features.security_hub), false) || try(coalesce(var.features.config), false)
    error_message = "security_hub judges what config records: switch that on too."
  }
}

variable "github" {
  description = "The repository whose jobs plan and apply the environments, with its ids if it was made, renamed or moved since July 2026; null makes no roles for it."
  type        = any
  default     = null

  validation {
    condition     = var.github == null || length(setsubtract(try(keys(var.github), ["none"]), ["owner", "owner_id", "repository", "repository_id"])) == 0
    error_message = "github takes owner, owner_id, repository and repository_id; found: ${jsonencode(var.github)}."
  }
}

variable "services" {
  description = "One ECR repository each."
  type        = set(string)
  default     = ["flask-app", "nginx", "redis"]
}

variable "image_copies" {
  description = "to: where ECR copies what is pushed here, a region, an account or both. from: accounts that may copy into this one."
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(try(keys(var.image_copies), ["none"]), ["from", "to"])) == 0 && alltrue([for each in try([for each in var.image_copies.to : each], try(var.image_copies.to, null) == null ? [] : ["none"]) : length(setsubtract(try(keys(each), ["none"]), ["account", "region"])) == 0])
    error_message = "image_copies takes from and to, and each of to an account, a region or both; found: ${jsonencode(var.image_copies)}."
  }

  validation {
    condition     = alltrue([for each in try([for each in var.image_copies.to : each], []) : try(coalesce(each.region), local.region) != local.region || try(coalesce(each.account), local.account_id) != local.account_id])
    error_message = "image_copies.to names another region or another account than this one (${local.region}, ${local.account_id}); found: ${jsonencode(try(var.image_copies.to, []))}."
  }

  validation {
    condition     = local.features.registry || alltrue([for each in try(values(var.image_copies), []) : try(length(each) == 0, each == null)])
    error_message = "image_copies belong to the registry that is made here: with features.registry = false nothing copies. Leave one of them out."
  }
}

variable "budget" {
  description = "Monthly limit in US dollars, and who is told at 80 % spent and 100 % foreseen."
  type = object({
    limit  = number
    emails = list(string)
  })
  default = null

  validation {
    condition     = var.budget == null ? !local.features.budget : var.budget.limit > 0 && length(var.budget.emails) > 0
    error_message = "Give budget with a limit and at least one address, or switch features.budget off."
  }
}

variable "alarm_emails" {
  description = "Who is told of suspicious calls."
  type        = set(string)
  default     = []
}

variable "trail_days" {
  description = "How long the records of CloudTrail and Config are kept."
  type        = number
  default     = 365
}
