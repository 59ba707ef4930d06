variable "name" {
  description = "Prefix of every name here, e.g. ecs-microservices-dev."
  type        = string
}

variable "cidr" {
  description = "Address range of the VPC."
  type        = string

  validation {
    condition     = can(cidrnetmask(var.cidr))
    error_message = "cidr must be an IPv4 range such as 10.0.0.0/16."
  }

  validation {
    condition     = try(var.subnets != null || split("/", var.cidr)[1] == "16", true)
    error_message = "Subnets are derived from a /16 only: give subnets for ${var.cidr}."
  }
}

variable "availability_zones" {
  description = "Names of the zones. A variable and not a data source, so that a plan needs no account."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) >= 2 && length(distinct(var.availability_zones)) == length(var.availability_zones)
    error_message = "Give at least two different availability zones: the load balancer and the database need them."
  }

  validation {
    condition     = alltrue([for zone in var.availability_zones : can(regex("^${var.region}[a-j]$", zone))])
    error_message = "Zones of ${var.region} are ${var.region}a, ${var.region}b and so on; found: ${join(", ", var.availability_zones)}."
  }
}

variable "subnets" {
  description = "Address ranges of each tier, one per zone in the order of their names. Null derives x.y.1.0/24, x.y.11.0/24 and x.y.21.0/24 and their neighbours from a /16."
  type = object({
    public   = list(string)
    private  = list(string)
    database = list(string)
  })
  default = null
}

variable "single_nat" {
  description = "One NAT gateway for all zones: cheaper, and lost with its zone. Otherwise one per zone."
  type        = bool
  default     = false
}

variable "interface_endpoints" {
  description = "AWS services to reach without the NAT gateways, e.g. [\"ecr.api\", \"ecr.dkr\", \"logs\", \"secretsmanager\"]. Each costs by the hour and zone."
  type        = set(string)
  default     = []
}

variable "flow_logs" {
  description = "Records rejected connections of the VPC in CloudWatch Logs."
  type        = bool
  default     = false
}

variable "log_retention_days" {
  description = "How long flow logs are kept."
  type        = number
  default     = 30
}

variable "account_id" {
  description = "AWS account, twelve digits."
  type        = string
}

variable "region" {
  description = "Region, for the names of the endpoints."
  type        = string
}
