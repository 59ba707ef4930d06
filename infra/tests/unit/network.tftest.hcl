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
  name               = "shop"
  region             = "ap-south-1"
  account_id         = "123456789012"
  cidr               = "10.9.0.0/16"
  availability_zones = ["ap-south-1a", "ap-south-1b"]
}

run "subnets_come_from_the_range" {
  command = plan

  module {
    source = "../../modules/network"
  }

  assert {
    condition     = [for zone in var.availability_zones : aws_subnet.private[zone].cidr_block] == ["10.9.11.0/24", "10.9.12.0/24"]
    error_message = "private subnets are .11 and .12"
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 2 && length(aws_route.nat) == 2
    error_message = "a NAT gateway and a route per zone"
  }
}

run "one_nat_serves_all_zones" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    single_nat = true
  }

  assert {
    condition     = keys(aws_nat_gateway.this) == ["ap-south-1a"] && length(aws_route.nat) == 2
    error_message = "one gateway, routes from both zones"
  }
}

run "endpoints_and_flow_logs_are_switches" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    interface_endpoints = ["ecr.api", "logs"]
    flow_logs           = true
  }

  assert {
    condition     = length(aws_vpc_endpoint.interface) == 2 && length(aws_flow_log.this) == 1
    error_message = "two endpoints and a flow log"
  }
}

run "overlapping_subnets_are_refused" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    subnets = {
      public   = ["10.9.1.0/24", "10.9.2.0/24"]
      private  = ["10.9.0.0/20", "10.9.16.0/20"]
      database = ["10.9.33.0/24", "10.9.34.0/24"]
    }
  }

  expect_failures = [aws_vpc.this]
}

run "subnets_outside_the_vpc_are_refused" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    subnets = {
      public   = ["10.9.1.0/24", "10.9.2.0/24"]
      private  = ["10.9.11.0/24", "10.9.12.0/24"]
      database = ["10.8.21.0/24", "10.9.22.0/24"]
    }
  }

  expect_failures = [aws_vpc.this]
}

run "a_zone_without_subnet_is_refused" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    availability_zones = ["ap-south-1a", "ap-south-1b", "ap-south-1c"]
    single_nat         = true
    subnets = {
      public   = ["10.9.1.0/24", "10.9.2.0/24", "10.9.3.0/24"]
      private  = ["10.9.11.0/24", "10.9.12.0/24", "10.9.13.0/24"]
      database = ["10.9.21.0/24", "10.9.22.0/24", "10.9.23.0/24", "10.9.24.0/24"]
    }
  }

  expect_failures = [aws_vpc.this]
}

run "one_zone_is_refused" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    availability_zones = ["ap-south-1a"]
  }

  expect_failures = [var.availability_zones]
}

run "a_range_that_is_none_is_refused" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    cidr = "10.9.0.0"
    subnets = {
      public   = ["10.9.1.0/24", "10.9.2.0/24"]
      private  = ["10.9.11.0/24", "10.9.12.0/24"]
      database = ["10.9.21.0/24", "10.9.22.0/24"]
    }
  }

  expect_failures = [var.cidr]
}

run "subnets_are_not_derived_from_a_smaller_range" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    cidr = "10.9.0.0/20"
  }

  expect_failures = [var.cidr]
}

run "subnets_too_small_for_a_load_balancer_are_refused" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    cidr = "10.9.0.0/20"
    subnets = {
      public   = ["10.9.0.0/28", "10.9.0.16/28"]
      private  = ["10.9.1.0/24", "10.9.2.0/24"]
      database = ["10.9.3.0/24", "10.9.4.0/24"]
    }
  }

  expect_failures = [aws_vpc.this]
}

run "a_smaller_range_with_its_subnets_is_legal" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    cidr = "10.9.0.0/20"
    subnets = {
      public   = ["10.9.0.0/27", "10.9.0.32/27"]
      private  = ["10.9.1.0/24", "10.9.2.0/24"]
      database = ["10.9.3.0/27", "10.9.3.32/27"]
    }
  }

  assert {
    condition     = length(aws_subnet.public) == 2
    error_message = "two of each"
  }
}

run "zones_of_another_region_are_refused" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    availability_zones = ["eu-west-1a", "eu-west-1b"]
  }

  expect_failures = [var.availability_zones]
}

run "another_order_of_zones_moves_nothing" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    availability_zones = ["ap-south-1b", "ap-south-1a"]
    single_nat         = true
  }

  assert {
    condition     = [for zone in ["ap-south-1a", "ap-south-1b"] : aws_subnet.private[zone].cidr_block] == ["10.9.11.0/24", "10.9.12.0/24"]
    error_message = "each zone keeps its subnets"
  }

  assert {
    condition     = keys(aws_nat_gateway.this) == ["ap-south-1a"]
    error_message = "the NAT gateway stays where it is"
  }
}

run "one_more_zone_moves_nothing" {
  command = plan

  module {
    source = "../../modules/network"
  }

  variables {
    availability_zones = ["ap-south-1a", "ap-south-1c"]
  }

  assert {
    condition     = [for zone in var.availability_zones : aws_subnet.database[zone].cidr_block] == ["10.9.21.0/24", "10.9.23.0/24"]
    error_message = "c has the third range, whether there is a b or not"
  }
}
