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
  name       = "shop"
  vpc_id     = "vpc-1"
  subnet_ids = ["subnet-1", "subnet-2"]
  alb = {
    arn               = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:loadbalancer/app/shop-alb/1"
    security_group_id = "sg-alb"
    https             = true
    health_check_path = "/nginx-health"
  }
}

run "an_address_per_zone" {
  command = plan

  module {
    source = "../../modules/nlb"
  }

  assert {
    condition     = length(aws_eip.this) == 2 && aws_lb.this.load_balancer_type == "network" && !aws_lb.this.internal && toset(aws_lb.this.subnet_mapping[*].subnet_id) == toset(["subnet-1", "subnet-2"])
    error_message = "one for each subnet"
  }

  assert {
    condition     = { for port, each in aws_lb_target_group.this : port => [each.target_type, each.protocol, one(each.health_check[*].protocol), one(each.health_check[*].matcher)] } == { "80" = ["alb", "TCP", "HTTP", "200-399"], "443" = ["alb", "TCP", "HTTPS", "200-399"] }
    error_message = "to the other load balancer, whose redirect is health"
  }

  assert {
    condition     = alltrue([for port, each in aws_lb_listener.this : each.protocol == "TCP" && tostring(each.port) == port]) && alltrue([for each in aws_lb_target_group_attachment.this : each.target_id == var.alb.arn])
    error_message = "each port to the same one"
  }

  assert {
    condition     = alltrue([for each in aws_vpc_security_group_egress_rule.alb : each.referenced_security_group_id == "sg-alb" && each.cidr_ipv4 == null])
    error_message = "out to that load balancer only"
  }
}

run "without_https_port_80_alone" {
  command = plan

  module {
    source = "../../modules/nlb"
  }

  variables {
    alb = {
      arn               = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:loadbalancer/app/shop-alb/1"
      security_group_id = "sg-alb"
      https             = false
      health_check_path = "/nginx-health"
    }
  }

  assert {
    condition     = keys(aws_lb_listener.this) == ["80"]
    error_message = "443 has nobody behind it"
  }
}
