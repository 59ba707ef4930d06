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

variable "domain" {
  description = "Name to serve and its Route53 zone; null serves plain HTTP under the load balancer's own name."
  type        = object({ name = string, zone_id = string })
  default     = null
}

variable "certificate_arn" {
  description = "A certificate there is already, for a domain that is served elsewhere."
  type        = string
  default     = null
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

variable "synthetic_check" {
  description = "Asks from outside whether the environment answers: {} or what differs of fqdn, path, port, search_string, failure_threshold, measure_latency, regions; see the module synthetic-check. Null asks unless project.json says so."
  type        = any
  default     = null

  validation {
    condition     = (var.synthetic_check == null || can(keys(var.synthetic_check))) && length(setsubtract(concat(try(keys(var.synthetic_check), []), try(keys(local.its.synthetic_check), [])), ["failure_threshold", "fqdn", "measure_latency", "path", "port", "regions", "search_string"])) == 0
    error_message = "synthetic_check takes failure_threshold, fqdn, measure_latency, path, port, regions and search_string; found: ${jsonencode(var.synthetic_check)}, and in project.json ${jsonencode(try(local.its.synthetic_check, null))}."
  }

  validation {
    condition     = (var.synthetic_check == null && try(local.its.synthetic_check, null) == null) || can(coalesce(try(var.synthetic_check.fqdn, null), try(local.its.synthetic_check.fqdn, null))) || var.domain != null || var.certificate_arn == null
    error_message = "With certificate_arn nobody here knows under which name the internet asks: say it, synthetic_check = { fqdn = \"staging.example.com\" }."
  }

  validation {
    condition     = (var.synthetic_check == null && try(local.its.synthetic_check, null) == null) || var.office_hours == null
    error_message = "Outside of office_hours nothing answers, and the check would ring every evening: give office_hours or synthetic_check."
  }
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
