variable "name" {
  description = "Prefix of every name here."
  type        = string
}

variable "account_id" {
  description = "AWS account, twelve digits."
  type        = string
}

variable "vpc_id" {
  description = "VPC to be in."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets of the tasks, one per zone: each gets a mount target."
  type        = list(string)
}

variable "volumes" {
  description = "By the name that a task definition has for it: the user and group that its files are of, as whom everybody who mounts it works."
  type = map(object({
    uid = optional(number, 10001)
    gid = optional(number, 10001)
  }))

  validation {
    condition     = length(var.volumes) > 0 && alltrue([for name in keys(var.volumes) : can(regex("^[a-z][a-z0-9-]{0,31}$", name))])
    error_message = "A volume's name is lower-case letters, digits and hyphens, 32 at most; found: ${join(", ", keys(var.volumes))}."
  }

  validation {
    condition     = alltrue([for each in var.volumes : each.uid > 0 && each.gid > 0])
    error_message = "Files are not root's: uid and gid are above 0."
  }
}

variable "backup" {
  description = "Daily backups by AWS Backup, kept for 35 days."
  type        = bool
  default     = true
}
