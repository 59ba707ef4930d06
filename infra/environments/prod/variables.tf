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

  validation {
    condition     = length(var.alarm_emails) > 0
    error_message = "In production somebody is told when an alarm rings: give alarm_emails."
  }
}

variable "database_ca_file" {
  description = "Certificates of RDS in this region, by which tasks know the database; README says how they are fetched."
  type        = string
  default     = "rds-ca.pem"

  validation {
    condition     = fileexists("${path.module}/${var.database_ca_file}")
    error_message = "In production tasks check whom they talk to: fetch the certificates of RDS into environments/prod/${var.database_ca_file}, see infra/README.md."
  }
}

variable "services" {
  description = "Sizes, limits and values per service; see the module platform."
  type        = any
  default     = {}
}

variable "domain" {
  description = "Name to serve and its Route53 zone; a certificate is made. Null with certificate_arn."
  type        = object({ name = string, zone_id = string })
  default     = null

  validation {
    condition     = (var.domain != null) != (var.certificate_arn != null)
    error_message = "Production speaks HTTPS: give domain (a certificate is made for it) or certificate_arn, and not both."
  }
}

variable "certificate_arn" {
  description = "A certificate there is already, for a domain that is served elsewhere."
  type        = string
  default     = null
}

variable "blue_green" {
  description = "Adds what blue/green deployments of nginx need."
  type        = bool
  default     = false
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

variable "backup_region" {
  description = "Region that the backups of the database are copied to, where project.json does not say it as backup_region of this environment. Null copies nothing."
  type        = string
  default     = null

  validation {
    condition     = var.backup_region == null || can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.backup_region))
    error_message = "backup_region is a region such as ap-southeast-1; found: ${coalesce(var.backup_region, "none")}."
  }

  validation {
    condition     = try(coalesce(var.backup_region, try(local.its.backup_region, null)), null) != local.region
    error_message = "A copy in ${local.region} is lost with the region: say another one as backup_region."
  }
}

variable "backup_copy_days" {
  description = "How many days the copies are kept; see the module backup-copies."
  type        = number
  default     = 7
}

variable "deploy_allow" {
  description = "What the deploy role may do beyond a deploy, whether it pushes images, and where it copies them from; see the module platform."
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(try(keys(var.deploy_allow), ["none"]), ["copies_from", "deregister", "push", "run_task"])) == 0
    error_message = "deploy_allow takes copies_from, deregister, push and run_task; found: ${jsonencode(var.deploy_allow)}."
  }
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
    condition     = (var.synthetic_check == null && try(local.its.synthetic_check, null) == null) || can(coalesce(try(var.synthetic_check.fqdn, null), try(local.its.synthetic_check.fqdn, null))) || var.domain != null
    error_message = "With certificate_arn nobody here knows under which name the internet asks: say it, synthetic_check = { fqdn = \"app.example.com\" }."
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

  validation {
    condition     = var.serverless == null || try(coalesce(var.backup_region, try(local.its.backup_region, null)), null) == null
    error_message = "RDS copies no automated backups of Aurora: give serverless or backup_region. AWS Backup can copy snapshots of a cluster to another region."
  }
}
