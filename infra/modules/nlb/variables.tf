variable "name" {
  description = "Prefix of every name here. Load balancers and target groups allow 32 characters in all."
  type        = string
}

variable "vpc_id" {
  description = "VPC of both load balancers."
  type        = string
}

variable "subnet_ids" {
  description = "Public subnets, one per zone: each gets a fixed address."
  type        = list(string)
}

variable "alb" {
  description = "The application load balancer that all goes to. It must listen already: ELB refuses a target without a listener on its port. https: it listens on 443, too."
  type = object({
    arn               = string
    security_group_id = string
    https             = bool
    health_check_path = string
  })
}

variable "deletion_protection" {
  description = "Refuses deletion until it is switched off."
  type        = bool
  default     = false
}
