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
  account_id = "123456789012"
  owner      = "platform-team"
}

run "the_bucket_is_closed_and_keeps_what_is_overwritten" {
  command = plan

  module {
    source = "../../bootstrap"
  }

  assert {
    condition     = output.bucket == "ecs-microservices-state-123456789012"
    error_message = "a name per account"
  }

  assert {
    condition     = alltrue([aws_s3_bucket_public_access_block.state.block_public_acls, aws_s3_bucket_public_access_block.state.block_public_policy, aws_s3_bucket_public_access_block.state.ignore_public_acls, aws_s3_bucket_public_access_block.state.restrict_public_buckets])
    error_message = "closed to the public in all four ways"
  }

  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled"
    error_message = "earlier states can be gone back to"
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms"
    error_message = "encrypted with KMS"
  }

  assert {
    condition     = one(aws_s3_bucket_ownership_controls.state.rule).object_ownership == "BucketOwnerEnforced"
    error_message = "no access by ACL"
  }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.state.rule[0].expiration) == 0 && aws_s3_bucket_lifecycle_configuration.state.rule[0].noncurrent_version_expiration[0].newer_noncurrent_versions == 20
    error_message = "the state itself never expires, and twenty before it stay"
  }
}

run "nobody_without_tls" {
  command = plan

  module {
    source = "../../bootstrap"
  }

  assert {
    condition     = jsonencode(jsondecode(aws_s3_bucket_policy.state.policy).Statement) == jsonencode([{ Sid = "TlsOnly", Effect = "Deny", Principal = "*", Action = "s3:*", Resource = ["arn:aws:s3:::ecs-microservices-state-123456789012/*", "arn:aws:s3:::ecs-microservices-state-123456789012"], Condition = { Bool = { "aws:SecureTransport" = "false" } } }])
    error_message = "one statement: ${aws_s3_bucket_policy.state.policy}"
  }
}

run "an_account_of_two_digits_is_refused" {
  command = plan

  module {
    source = "../../bootstrap"
  }

  variables {
    account_id = "12"
  }

  expect_failures = [var.account_id]
}
