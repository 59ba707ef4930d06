provider "aws" {
  region                      = "ap-south-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

variables {
  name = "shop"
}

run "names_and_providers" {
  command = plan

  module {
    source = "../../modules/cluster"
  }

  assert {
    condition     = aws_ecs_cluster.this.name == "shop-cluster" && aws_service_discovery_http_namespace.this.name == "shop.local"
    error_message = "cluster and namespace carry the name"
  }

  assert {
    condition     = aws_ecs_cluster_capacity_providers.this.capacity_providers == toset(["FARGATE", "FARGATE_SPOT"])
    error_message = "both providers"
  }
}

run "insights_have_three_values" {
  command = plan

  module {
    source = "../../modules/cluster"
  }

  variables {
    container_insights = "on"
  }

  expect_failures = [var.container_insights]
}
