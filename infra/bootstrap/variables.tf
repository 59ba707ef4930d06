variable "account_id" {
  description = "AWS account, twelve digits."
  type        = string
}

variable "owner" {
  description = "Who pays and answers: the value of the tag Owner."
  type        = string
}
