# The task definitions of a plan, each once for every way in which ECS may describe it: described.mjs writes them.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

variable "endpoint" {
  description = "Who answers as ECS."
  type        = string
}

provider "aws" {
  region                      = "ap-south-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true

  endpoints {
    ecs = var.endpoint
  }
}

resource "aws_ecs_task_definition" "this" {
  for_each = jsondecode(file("${path.module}/definitions.json"))

  family                   = each.key
  network_mode             = each.value.network_mode
  requires_compatibilities = each.value.requires_compatibilities
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  execution_role_arn       = "arn:aws:iam::123456789012:role/execution"
  task_role_arn            = "arn:aws:iam::123456789012:role/task"
  track_latest             = each.value.track_latest
  skip_destroy             = each.value.skip_destroy
  container_definitions    = each.value.container_definitions

  runtime_platform {
    operating_system_family = each.value.runtime_platform[0].operating_system_family
    cpu_architecture        = each.value.runtime_platform[0].cpu_architecture
  }
}
