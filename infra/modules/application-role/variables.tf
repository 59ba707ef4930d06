variable "name" {
  description = "Prefix of every name here; the task's family is <name>-application-role."
  type        = string
}

variable "region" {
  description = "AWS region."
  type        = string
}

variable "account_id" {
  description = "The account, as a variable so that a plan needs none."
  type        = string
}

variable "vpc_id" {
  description = "VPC of the database."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets for the task, with a way to Secrets Manager, CloudWatch Logs and the registry of the image."
  type        = list(string)
}

variable "cluster" {
  description = "Name of the cluster that runs the task."
  type        = string
}

variable "username" {
  description = "The role, as which the application logs in. Not the master user."
  type        = string
  default     = "application"

  validation {
    condition     = can(regex("^[a-z_][a-z0-9_]{0,62}$", var.username)) && !startswith(var.username, "pg_") && !startswith(var.username, "rds")
    error_message = "username is lower-case letters, digits and underscores, and begins neither with pg_ nor with rds, which PostgreSQL and RDS keep for themselves; found: ${var.username}."
  }

  validation {
    condition     = var.username != var.database.username
    error_message = "username is another one than the master user's; found: ${var.username} for both."
  }
}

variable "password_version" {
  description = "Raise it to have a new password made; then run the task, and deploy."
  type        = number
  default     = 1
}

variable "database" {
  description = "Where the role is made, and as whom: the master's secret has the key password. ca_pem are the certificates of RDS; without them the connection is encrypted only."
  type = object({
    address    = string
    port       = optional(number, 5432)
    name       = string
    username   = string
    secret_arn = string
    ca_pem     = optional(string)
  })
}

variable "image" {
  description = "An image with psql 14 or newer and sh. Pin it by its digest, or take one of your own registry, where the public one is out of reach."
  type        = string
  default     = "public.ecr.aws/docker/library/postgres:17-alpine"
}

variable "log_retention_days" {
  description = "How many days the task's log is kept."
  type        = number
  default     = 30
}
