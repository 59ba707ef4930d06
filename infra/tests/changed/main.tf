# One service, planned again over a state in which its other values stand: changed.mjs writes that.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

provider "aws" {
  region                      = "ap-south-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

variable "given" {
  description = "What a case says of the service."
  type        = any
  default     = {}
}

module "service" {
  source = "../../modules/service"

  name              = "shop"
  service           = "nginx"
  region            = "ap-south-1"
  account_id        = "123456789012"
  definition_file   = "${path.module}/../../../services/nginx/task-definition.json"
  repository_url    = "123456789012.dkr.ecr.ap-south-1.amazonaws.com/shop/nginx"
  vpc_id            = "vpc-1"
  subnet_ids        = try(var.given.subnet_ids, ["subnet-1", "subnet-2"])
  metrics_namespace = "Shop"
  load_balanced     = true
  target_group_arn  = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:targetgroup/shop-nginx/0123456789abcdef"
  blue_green        = try(var.given.blue_green, false)
  spot_share        = try(var.given.spot_share, 0)
  spread            = try(var.given.spread, true)
  execute_command   = try(var.given.execute_command, false)
  deployment        = try(var.given.deployment, {})

  cluster = {
    name          = "shop-cluster"
    arn           = "arn:aws:ecs:ap-south-1:123456789012:cluster/shop-cluster"
    namespace_arn = "arn:aws:servicediscovery:ap-south-1:123456789012:namespace/ns-1"
  }
}
