variable "prefix" {
  description = "First part of the repositories' names."
  type        = string
}

variable "services" {
  description = "One repository each."
  type        = set(string)
}

variable "keep_releases" {
  description = "How many images with a version tag stay: all that a rollback may go to, in every environment."
  type        = number
  default     = 100

  validation {
    condition     = var.keep_releases >= 30
    error_message = "Keep at least 30 images: a rollback needs them, and so do tasks that are replaced."
  }
}

variable "keep_others" {
  description = "How many images without a version tag stay."
  type        = number
  default     = 10
}
