variable "account_id" {
  type = string
}

variable "owner" {
  type = string
}
