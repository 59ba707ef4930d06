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
