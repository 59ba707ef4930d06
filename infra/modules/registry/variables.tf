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
