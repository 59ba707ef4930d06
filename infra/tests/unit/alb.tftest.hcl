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
  https      = false
  target     = { name = "nginx", port = 8080, health_check_path = "/nginx-health" }
}

run "plain_http_forwards" {
  command = plan

  module {
    source = "../../modules/alb"
  }

  assert {
    condition     = aws_lb_listener.http.default_action[0].type == "forward" && length(aws_lb_listener.https) == 0
    error_message = "without a certificate port 80 forwards"
  }

  assert {
    condition     = aws_lb.this.drop_invalid_header_fields && !aws_lb.this.internal
    error_message = "faces the internet and drops broken headers"
  }
}

run "a_certificate_makes_http_redirect" {
  command = plan

  module {
    source = "../../modules/alb"
  }

  variables {
    https           = true
    certificate_arn = "arn:aws:acm:ap-south-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
  }

  assert {
    condition     = aws_lb_listener.http.default_action[0].type == "redirect" && aws_lb_listener.https[0].port == 443
    error_message = "80 redirects to 443"
  }
}

run "blue_green_adds_the_second_group" {
  command = plan

  module {
    source = "../../modules/alb"
  }

  variables {
    blue_green = true
  }

  assert {
    condition     = keys(aws_lb_target_group.this) == ["blue", "green"] && length(aws_lb_listener_rule.production) == 1
    error_message = "two target groups and a production rule"
  }

  assert {
    condition     = length(aws_lb_target_group.this["green"].name) <= 32
    error_message = "target groups have 32 characters"
  }
}

run "stickiness_is_off" {
  command = plan

  module {
    source = "../../modules/alb"
  }

  assert {
    condition     = !aws_lb_target_group.this["blue"].stickiness[0].enabled
    error_message = "off unless asked for"
  }
}

run "a_timeout_longer_than_the_interval_is_refused" {
  command = plan

  module {
    source = "../../modules/alb"
  }

  variables {
    target = { name = "nginx", port = 8080, health_check_path = "/", interval = 5, timeout = 10 }
  }

  expect_failures = [var.target]
}

run "a_drain_longer_than_spots_notice_is_refused" {
  command = plan

  module {
    source = "../../modules/alb"
  }

  variables {
    target = { name = "nginx", port = 8080, health_check_path = "/", deregistration_delay = 300 }
  }

  expect_failures = [var.target]
}

run "a_name_that_does_not_fit_is_refused" {
  command = plan

  module {
    source = "../../modules/alb"
  }

  variables {
    name = "a-name-of-twenty-seven-chars"
  }

  expect_failures = [var.name]
}
