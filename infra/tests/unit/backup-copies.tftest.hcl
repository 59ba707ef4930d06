provider "aws" {
  region                      = "ap-southeast-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

variables {
  name         = "shop"
  database_arn = "arn:aws:rds:ap-south-1:123456789012:db:shop-postgres"
}

override_resource {
  target          = aws_kms_key.this
  override_during = plan
  values          = { arn = "arn:aws:kms:ap-southeast-1:123456789012:key/12345678-1234-1234-1234-123456789012" }
}

run "backups_are_kept_elsewhere_with_a_key_from_there" {
  command = plan

  module {
    source = "../../modules/backup-copies"
  }

  assert {
    condition = [
      aws_db_instance_automated_backups_replication.this.source_db_instance_arn,
      aws_db_instance_automated_backups_replication.this.kms_key_id,
      tostring(aws_db_instance_automated_backups_replication.this.retention_period),
    ] == ["arn:aws:rds:ap-south-1:123456789012:db:shop-postgres", "arn:aws:kms:ap-southeast-1:123456789012:key/12345678-1234-1234-1234-123456789012", "7"]
    error_message = "of this instance, with this key, for seven days"
  }

  assert {
    condition     = aws_kms_key.this.enable_key_rotation
    error_message = "the key is changed every year"
  }
}

run "a_name_is_no_arn" {
  command = plan

  module {
    source = "../../modules/backup-copies"
  }

  variables {
    database_arn = "shop-postgres"
  }

  expect_failures = [var.database_arn]
}

run "too_many_days_are_refused" {
  command = plan

  module {
    source = "../../modules/backup-copies"
  }

  variables {
    backup_days = 36
  }

  expect_failures = [var.backup_days]
}

run "a_cluster_of_aurora_is_refused" {
  command = plan

  module {
    source = "../../modules/backup-copies"
  }

  variables {
    database_arn = "arn:aws:rds:ap-south-1:123456789012:cluster:shop-aurora"
  }

  expect_failures = [var.database_arn]
}
