variable "name" {
  description = "Prefix of every name here."
  type        = string
}

variable "account_id" {
  description = "AWS account, twelve digits."
  type        = string
}

variable "fqdn" {
  description = "Host name that is asked, as the internet knows it."
  type        = string

  validation {
    condition     = can(regex("^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]*$", var.fqdn))
    error_message = "fqdn is a host name such as app.example.com, without https:// or a path; found: ${coalesce(var.fqdn, "none")}."
  }
}

variable "https" {
  description = "Whether it is asked over HTTPS. Over HTTP a redirect is a good answer."
  type        = bool
  default     = true
}

variable "port" {
  description = "Port that is asked; null is 443, or 80 over HTTP."
  type        = number
  default     = null
}

variable "path" {
  description = "What is asked for. It is good when it answers with 2xx or 3xx within two seconds."
  type        = string
  default     = "/"

  validation {
    condition     = can(regex("^/[!-~]{0,254}$", var.path))
    error_message = "path begins with / and has 255 characters at most, none of them a space; found: ${coalesce(var.path, "none")}."
  }
}

variable "search_string" {
  description = "Text that the first 5,120 bytes of the answer must have; null looks at the status alone."
  type        = string
  default     = null

  validation {
    condition     = var.search_string == null || try(length(var.search_string) >= 1 && length(var.search_string) <= 255, false)
    error_message = "search_string has 1 to 255 characters."
  }
}

variable "failure_threshold" {
  description = "Answers in a row that make it another verdict, of each place that asks, every 30 s."
  type        = number
  default     = 3

  validation {
    condition     = try(contains(range(1, 11), var.failure_threshold), false)
    error_message = "failure_threshold is a whole number from 1 to 10; found: ${coalesce(var.failure_threshold, "none")}."
  }
}

variable "measure_latency" {
  description = "Whether CloudWatch gets the times of connection, TLS and first byte, from each region. Another value makes the check anew."
  type        = bool
  default     = false
}

variable "regions" {
  description = "AWS regions that ask, three at least; null is all that Route 53 asks from."
  type        = set(string)
  default     = null

  # https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
  validation {
    condition     = var.regions == null || try(length(var.regions) >= 3 && length(setsubtract(var.regions, ["ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-west-1", "sa-east-1", "us-east-1", "us-west-1", "us-west-2"])) == 0, false)
    error_message = "regions are three at least of ap-northeast-1, ap-southeast-1, ap-southeast-2, eu-west-1, sa-east-1, us-east-1, us-west-1 and us-west-2; found: ${join(", ", coalesce(var.regions, []))}."
  }
}

variable "emails" {
  description = "Who is told. Each address gets a mail to confirm, beside that of the other alarms."
  type        = set(string)
  default     = []
}
