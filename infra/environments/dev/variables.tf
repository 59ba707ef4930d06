variable "account_id" {
  description = "The AWS account, where it is not the one of project.json. Anything else is refused, so that a wrong profile does no harm."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is twelve digits; found: ${coalesce(var.account_id, "none")}."
  }
}

# What takes keys is of the type any, and says which: Terraform drops what an object type does not name, and a misspelt
# switch would stay as it was.
variable "github" {
  description = "The repository whose jobs deploy, with its ids if it was made, renamed or moved since July 2026."
  type        = any

  validation {
    condition     = length(setsubtract(try(keys(var.github), ["none"]), ["owner", "owner_id", "repository", "repository_id"])) == 0
    error_message = "github takes owner, owner_id, repository and repository_id; found: ${jsonencode(var.github)}."
  }
}

variable "owner" {
  description = "Who pays and answers: the value of the tag Owner."
  type        = string
}

variable "alarm_emails" {
  description = "Who is told when an alarm rings. Each address gets a mail to confirm."
  type        = set(string)
  default     = []
}

variable "services" {
  description = "Sizes, limits and values per service; see the module platform."
  type        = any
  default     = {}
}

variable "office_hours" {
  description = "Stops everything that can be stopped outside office hours: stop, start, timezone. {} takes the defaults, null runs always."
  type        = map(string)
  default     = null
}

variable "password_rotation_days" {
  description = "How often the database's password changes; 0 leaves it at the seven days of RDS."
  type        = number
  default     = 90
}

variable "tracing" {
  description = "An OpenTelemetry collector beside services: image and services; see the module platform. Null traces nothing."
  type        = any
  default     = null

  validation {
    condition     = var.tracing == null || length(setsubtract(try(keys(var.tracing), ["none"]), ["image", "services"])) == 0
    error_message = "tracing takes image and services; found: ${jsonencode(var.tracing)}."
  }
}

variable "sessions" {
  description = "A store for sessions that outlives deploys: {} or what of it differs; see the module platform. Null leaves them in redis."
  type        = any
  default     = null

  validation {
    condition     = var.sessions == null || length(setsubtract(try(keys(var.sessions), ["none"]), ["apply_immediately", "node_type", "replicas", "services", "snapshot_days"])) == 0
    error_message = "sessions takes apply_immediately, node_type, replicas, services and snapshot_days; found: ${jsonencode(var.sessions)}."
  }
}

variable "files" {
  description = "Files on EFS that tasks share, by volume: services, uid and gid; see the module platform."
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = can(keys(var.files)) && alltrue([for each in try(values(var.files), []) : length(setsubtract(try(keys(each), ["none"]), ["gid", "services", "uid"])) == 0])
    error_message = "Each of files takes gid, services and uid; found: ${jsonencode(var.files)}."
  }
}

variable "fixed_addresses" {
  description = "Whether a network load balancer with an address per zone stands before the other one."
  type        = bool
  default     = false
}

variable "serverless" {
  description = "Aurora Serverless v2 instead of the instance of RDS: min_capacity, max_capacity, pause_after, and snapshot or empty = true; see infra/README.md. It is another database."
  type        = any
  default     = null

  validation {
    condition     = var.serverless == null || length(setsubtract(try(keys(var.serverless), ["none"]), ["empty", "max_capacity", "min_capacity", "pause_after", "snapshot"])) == 0
    error_message = "serverless takes empty, max_capacity, min_capacity, pause_after and snapshot; found: ${jsonencode(var.serverless)}."
  }
}
