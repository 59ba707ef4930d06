variable "name" {
  description = "Prefix of every name here; the instance is <name>-postgres."
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
  description = "Major version only: RDS withdraws minor ones, and applies the newest by itself."
  type        = string
  default     = "17"

  validation {
    condition     = can(regex("^1[5-9]$", var.engine_version))
    error_message = "engine_version is a PostgreSQL major such as 17."
  }
}

variable "major_upgrade" {
  description = "Lets a change of engine_version upgrade the instance. On for the one apply: the database is away for minutes, and there is no way back but a snapshot."
  type        = bool
  default     = false
}

variable "instance_class" {
  description = "Class of the instance."
  type        = string
  default     = "db.t4g.micro"

  validation {
    condition     = can(regex("^db\\.[a-z0-9]+\\.[a-z0-9]+$", var.instance_class))
    error_message = "instance_class looks like db.t4g.micro; found: ${var.instance_class}."
  }
}

variable "storage_gb" {
  description = "Storage to start with."
  type        = number
  default     = 20

  validation {
    condition     = var.storage_gb >= 20
    error_message = "gp3 storage starts at 20 GB."
  }
}

variable "max_storage_gb" {
  description = "Up to where the storage grows by itself."
  type        = number
  default     = 100
}

variable "database_name" {
  description = "Database made with the instance."
  type        = string
  default     = "items"
}

variable "username" {
  description = "Its owner and the master user, for administration. Another one replaces the instance."
  type        = string
  default     = "app"
}

variable "multi_az" {
  description = "A standby in a second zone that takes over. It cannot be read from."
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

variable "read_replica" {
  description = "A second instance that can be read from, of instance_class or the class of the first. The master's password is then kept here and not by RDS. Null is none."
  type        = object({ instance_class = optional(string) })
  default     = null

  validation {
    condition     = can(regex("^db\\.[a-z0-9]+\\.[a-z0-9]+$", coalesce(try(var.read_replica.instance_class, null), "db.t4g.micro")))
    error_message = "read_replica.instance_class looks like db.t4g.micro; found: ${try(coalesce(var.read_replica.instance_class), "none")}."
  }
}

variable "blue_green_updates" {
  description = "Updates by RDS blue/green: a second instance is made, changed and switched to, in place of minutes of downtime. The master's password is then kept here and not by RDS."
  type        = bool
  default     = false

  validation {
    condition     = !(var.blue_green_updates && var.read_replica != null)
    error_message = "blue_green_updates and read_replica exclude each other: the provider updates no instance with replicas that way. Take the replica away in the same apply, or do without blue/green. Without either later on, RDS keeps the password again, and wants to be told before: see infra/README.md, A database that lives."
  }
}

variable "master_password_version" {
  description = "Raise it to have a new password of the master user made. Only with read_replica or blue_green_updates; RDS does it by itself otherwise."
  type        = number
  default     = 1
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
