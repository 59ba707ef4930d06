variable "name" {
  description = "Name of the bucket."
  type        = string
}

variable "days" {
  description = "How long the records are kept."
  type        = number
}

variable "writers" {
  description = "The statements, as a policy document in JSON, that let a service of AWS write its records."
  type        = string
}
