variable "name" {
  description = "Prefix of every name here; the cluster is <name>-aurora."
  type        = string
}


variable "vpc_id" {
  description = "VPC to be in."
  type        = string
}


variable "subnet_ids" {
  description = "Subnets without a route to the internet, in two zones at least."
  type        = list(string)
}


variable "engine_version" {
  description = "PostgreSQL's major version, and a minor one only where a new cluster wants it: RDS applies the newest by itself."
  type        = string
  default     = "17"

  validation {
    condition     = can(regex("^1[5-9](\\.[0-9]+)?$", var.engine_version))
    error_message = "engine_version is a PostgreSQL major such as 17, or a version such as 17.7; found: ${var.engine_version}."
  }
}

variable "major_upgrade" {
  description = "Lets a change of engine_version upgrade the cluster. On for the one apply: the database is away for minutes, and there is no way back but a snapshot."
  type        = bool
  default     = false
}


variable "capacity" {
  description = "Between how many ACU (2 GiB of memory, and CPU to match) each instance scales. With min = 0 it pauses after pause_after seconds (300) without a connection, and the next one waits some 15 seconds."
  type        = object({ min = number, max = number, pause_after = optional(number) })

  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
  validation {
    condition     = var.capacity.min >= 0 && var.capacity.max >= 1 && var.capacity.max <= 256 && var.capacity.min <= var.capacity.max && alltrue([for each in [var.capacity.min, var.capacity.max] : floor(each * 2) == each * 2])
    error_message = "min is 0 to max and max is 1 to 256, both in steps of 0.5; found: ${var.capacity.min} and ${var.capacity.max}."
  }

  validation {
    condition     = var.capacity.pause_after == null || try(var.capacity.min == 0 && var.capacity.pause_after >= 300 && var.capacity.pause_after <= 86400, false)
    error_message = "pause_after is 300 to 86400 seconds, and only for min = 0: above it nothing pauses; found: ${coalesce(var.capacity.pause_after, 0)} with min = ${var.capacity.min}."
  }
}

variable "snapshot" {
  description = "What the cluster is made from: a snapshot of a cluster, or of an instance of RDS for PostgreSQL of the same major. It counts when the cluster is made and never again. Null makes an empty database."
  type        = string
  default     = null
}

variable "database_name" {
  description = "Database made with the cluster."
  type        = string
  default     = "items"
}


variable "username" {
  description = "Its owner and the master user, for administration. Another one replaces the cluster."
  type        = string
  default     = "app"
}


variable "multi_az" {
  description = "A second instance in another zone that takes over. It can be read from, and costs as much as the first."
  type        = bool
  default     = true
}

variable "backup_days" {
  description = "How many days backups are kept."
  type        = number
  default     = 7

  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 35
    error_message = "backup_days is 1 to 35; without backups there is no restore to a point in time."
  }
}


variable "password_rotation_days" {
  description = "How often Secrets Manager changes the password. Tasks read it when they start, so deploy (or restart) after it. 0 leaves it at the seven days of RDS."
  type        = number
  default     = 90

  validation {
    condition     = var.password_rotation_days >= 0 && var.password_rotation_days <= 1000 && floor(var.password_rotation_days) == var.password_rotation_days
    error_message = "password_rotation_days is a whole number from 1 to 1000, or 0; found: ${var.password_rotation_days}."
  }
}


variable "deletion_protection" {
  description = "Refuses deletion until it is switched off."
  type        = bool
  default     = true
}


variable "skip_final_snapshot" {
  description = "Deletes without a last snapshot."
  type        = bool
  default     = false
}


variable "apply_immediately" {
  description = "Changes at once instead of in the maintenance window."
  type        = bool
  default     = false
}
