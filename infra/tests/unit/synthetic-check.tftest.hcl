provider "aws" {
  region                      = "us-east-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

variables {
  name       = "shop"
  account_id = "123456789012"
  fqdn       = "shop.example.com"
  emails     = ["on-call@example.com"]
}

override_resource {
  target          = aws_route53_health_check.this
  override_during = plan
  values          = { id = "12345678-1234-1234-1234-123456789012" }
}

override_resource {
  target          = aws_sns_topic.this
  override_during = plan
  values          = { arn = "arn:aws:sns:us-east-1:123456789012:shop-synthetic-check" }
}

override_resource {
  target          = aws_kms_key.topic
  override_during = plan
  values          = { arn = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012" }
}

run "it_asks_over_https_and_tells_by_mail" {
  command = plan

  module {
    source = "../../modules/synthetic-check"
  }

  assert {
    condition = jsonencode([
      for key in ["fqdn", "type", "port", "resource_path", "request_interval", "failure_threshold", "enable_sni", "measure_latency", "search_string"] : aws_route53_health_check.this[key]
    ]) == jsonencode(["shop.example.com", "HTTPS", 443, "/", 30, 3, true, false, null])
    error_message = "every 30 s, under its name"
  }

  assert {
    condition = jsonencode([
      aws_cloudwatch_metric_alarm.this.namespace, aws_cloudwatch_metric_alarm.this.metric_name, aws_cloudwatch_metric_alarm.this.dimensions,
      aws_cloudwatch_metric_alarm.this.comparison_operator, aws_cloudwatch_metric_alarm.this.threshold, aws_cloudwatch_metric_alarm.this.treat_missing_data,
    ]) == jsonencode(["AWS/Route53", "HealthCheckStatus", { HealthCheckId = "12345678-1234-1234-1234-123456789012" }, "LessThanThreshold", 1, "breaching"])
    error_message = "it rings below 1, and when it hears nothing"
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this.alarm_actions == toset([aws_sns_topic.this.arn]) && aws_cloudwatch_metric_alarm.this.ok_actions == toset([aws_sns_topic.this.arn]) &&
      aws_sns_topic.this.kms_master_key_id == aws_kms_key.topic.arn && [for each in aws_sns_topic_subscription.email : "${each.protocol} ${each.endpoint}"] == ["email on-call@example.com"]
    )
    error_message = "the topic is told, encrypted, and tells by mail"
  }

  assert {
    condition     = alltrue([for each in jsondecode(aws_kms_key.topic.policy).Statement : each.Principal == { Service = "cloudwatch.amazonaws.com" } && each.Condition == { StringEquals = { "aws:SourceAccount" = "123456789012" } } if each.Sid == "Alarm"])
    error_message = "CloudWatch of this account alone uses the key"
  }

  assert {
    condition     = output.url == "https://shop.example.com/"
    error_message = "what it asks for: ${output.url}"
  }
}

run "without_a_certificate_it_asks_over_http_and_reads_the_answer" {
  command = plan

  module {
    source = "../../modules/synthetic-check"
  }

  variables {
    https         = false
    port          = 8080
    path          = "/ready"
    search_string = "ok"
    regions       = ["eu-west-1", "us-east-1", "ap-southeast-1"]
  }

  assert {
    condition     = jsonencode([for key in ["type", "port", "search_string", "enable_sni"] : aws_route53_health_check.this[key]]) == jsonencode(["HTTP_STR_MATCH", 8080, "ok", false])
    error_message = "the type says that the answer is read"
  }

  assert {
    condition     = aws_route53_health_check.this.regions == toset(["ap-southeast-1", "eu-west-1", "us-east-1"])
    error_message = "from these regions"
  }

  assert {
    condition     = output.url == "http://shop.example.com:8080/ready"
    error_message = "what it asks for: ${output.url}"
  }
}

run "an_address_is_no_name" {
  command = plan

  module {
    source = "../../modules/synthetic-check"
  }

  variables {
    fqdn = "https://shop.example.com"
  }

  expect_failures = [var.fqdn]
}

run "a_number_is_no_name" {
  command = plan

  module {
    source = "../../modules/synthetic-check"
  }

  variables {
    fqdn = "192.0.2.1"
  }

  expect_failures = [var.fqdn]
}

run "a_path_begins_with_a_slash" {
  command = plan

  module {
    source = "../../modules/synthetic-check"
  }

  variables {
    path = "ready"
  }

  expect_failures = [var.path]
}

run "two_regions_are_too_few" {
  command = plan

  module {
    source = "../../modules/synthetic-check"
  }

  variables {
    regions = ["eu-west-1", "us-east-1"]
  }

  expect_failures = [var.regions]
}

run "route_53_asks_from_eight_regions" {
  command = plan

  module {
    source = "../../modules/synthetic-check"
  }

  variables {
    regions = ["eu-west-1", "us-east-1", "ap-south-1"]
  }

  expect_failures = [var.regions]
}

run "eleven_failures_are_too_many" {
  command = plan

  module {
    source = "../../modules/synthetic-check"
  }

  variables {
    failure_threshold = 11
  }

  expect_failures = [var.failure_threshold]
}

run "nothing_is_no_text" {
  command = plan

  module {
    source = "../../modules/synthetic-check"
  }

  variables {
    search_string = ""
  }

  expect_failures = [var.search_string]
}

run "a_path_with_a_space_is_refused" {
  command = plan

  module {
    source = "../../modules/synthetic-check"
  }

  variables {
    path = "/a b"
  }

  expect_failures = [var.path]
}

run "half_an_answer_is_refused" {
  command = plan

  module {
    source = "../../modules/synthetic-check"
  }

  variables {
    failure_threshold = 2.5
  }

  expect_failures = [var.failure_threshold]
}
