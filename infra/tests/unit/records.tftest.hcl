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
  name    = "shop-records"
  days    = 100
  writers = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Write\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"cloudtrail.amazonaws.com\"},\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::shop-records/*\"}]}"
}

run "its_writers_and_nobody_without_tls" {
  command = plan

  module {
    source = "../../modules/records"
  }

  assert {
    condition     = [for each in jsondecode(data.aws_iam_policy_document.this.json).Statement : [each.Sid, each.Effect]] == [["Write", "Allow"], ["TlsOnly", "Deny"]]
    error_message = "the statements of its writers, and one of its own"
  }

  assert {
    condition     = jsondecode(data.aws_iam_policy_document.this.json).Statement[1].Condition.Bool["aws:SecureTransport"] == "false" && jsondecode(data.aws_iam_policy_document.this.json).Statement[1].Principal == "*"
    error_message = "nobody may go without TLS"
  }

  assert {
    condition     = jsondecode(data.aws_iam_policy_document.this.json).Statement[1].Resource == ["arn:aws:s3:::shop-records/*", "arn:aws:s3:::shop-records"]
    error_message = "of the bucket and all in it"
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy) == jsondecode(data.aws_iam_policy_document.this.json)
    error_message = "the bucket has the policy"
  }
}

run "private_versioned_encrypted_and_kept_as_long_as_said" {
  command = plan

  module {
    source = "../../modules/records"
  }

  assert {
    condition     = alltrue([aws_s3_bucket_public_access_block.this.block_public_acls, aws_s3_bucket_public_access_block.this.block_public_policy, aws_s3_bucket_public_access_block.this.ignore_public_acls, aws_s3_bucket_public_access_block.this.restrict_public_buckets])
    error_message = "closed to the public in all four ways"
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "what is overwritten stays"
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "S3's own encryption: the services cannot use its KMS key"
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration[0].days == 100
    error_message = "a hundred days"
  }

  assert {
    condition     = output.bucket == "shop-records"
    error_message = "its name"
  }
}
