variable "name" {
  description = "Prefix of every name here."
  type        = string
}

variable "database_arn" {
  description = "The instance, in its own region, which is another one than the provider's."
  type        = string

  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html
  validation {
    condition     = !can(regex(":cluster:", var.database_arn))
    error_message = "RDS copies automated backups of instances, and not those of a cluster of Aurora: leave backup_region out, and have AWS Backup copy its snapshots to another region. Found: ${var.database_arn}."
  }

  validation {
    condition     = can(regex(":cluster:", var.database_arn)) || can(regex("^arn:aws:rds:[a-z0-9-]+:[0-9]{12}:db:[a-z0-9-]+$", var.database_arn))
    error_message = "database_arn looks like arn:aws:rds:ap-south-1:123456789012:db:shop-postgres; found: ${var.database_arn}."
  }
}

variable "backup_days" {
  description = "How many days the copies are kept."
  type        = number
  default     = 7

  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 35
    error_message = "backup_days is 1 to 35; found: ${var.backup_days}."
  }
}
