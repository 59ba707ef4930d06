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
  capacity   = { min = 0.5, max = 4 }
}

run "private_encrypted_and_backed_up" {
  command = plan

  module {
    source = "../../modules/database-cluster"
  }

  assert {
    condition     = aws_rds_cluster.this.storage_encrypted && aws_rds_cluster.this.backup_retention_period == 7 && aws_rds_cluster.this.deletion_protection && aws_rds_cluster.this.iam_database_authentication_enabled
    error_message = "encrypted, seven days, protected"
  }

  assert {
    condition     = alltrue([for each in aws_rds_cluster_instance.this : !each.publicly_accessible && each.instance_class == "db.serverless"])
    error_message = "private and serverless"
  }

  assert {
    condition     = aws_rds_cluster.this.manage_master_user_password && aws_rds_cluster.this.master_password == null && length(aws_secretsmanager_secret_rotation.password) == 1
    error_message = "RDS keeps the password, and rotates it"
  }

  assert {
    condition     = { for name, each in aws_rds_cluster_instance.this : name => each.promotion_tier } == { shop-aurora-1 = 0, shop-aurora-2 = 1 }
    error_message = "the second one takes over, and scales with the first"
  }

  assert {
    condition     = { for each in aws_rds_cluster_parameter_group.this.parameter : each.name => each.value } == { "rds.force_ssl" = "1", log_min_duration_statement = "500" } && aws_rds_cluster_parameter_group.this.family == "aurora-postgresql17"
    error_message = "TLS, slow statements, and the family of the major"
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/rds/cluster/shop-aurora/postgresql" && aws_rds_cluster.this.cluster_identifier == "shop-aurora" && output.identifier == "shop-aurora"
    error_message = "the log group is the one that RDS writes to"
  }

  assert {
    condition     = startswith(aws_rds_cluster.this.final_snapshot_identifier, "shop-aurora-final-2")
    error_message = "a last snapshot with a name of its own"
  }

  assert {
    condition     = output.connections == 720
    error_message = "by its largest capacity"
  }
}

run "from_zero_it_pauses" {
  command = plan

  module {
    source = "../../modules/database-cluster"
  }

  variables {
    capacity = { min = 0, max = 16 }
    multi_az = false
  }

  assert {
    condition     = jsonencode([for key in ["min_capacity", "max_capacity", "seconds_until_auto_pause"] : aws_rds_cluster.this.serverlessv2_scaling_configuration[0][key]]) == jsonencode([0, 16, 300])
    error_message = "after five minutes"
  }

  assert {
    condition     = output.connections == 2000 && output.replica_address == null && keys(aws_rds_cluster_instance.this) == ["shop-aurora-1"]
    error_message = "one instance, and no more than AWS lets"
  }
}

run "a_snapshot_and_a_minor_version" {
  command = plan

  module {
    source = "../../modules/database-cluster"
  }

  variables {
    engine_version = "17.7"
    snapshot       = "shop-before-aurora"
  }

  assert {
    condition     = aws_rds_cluster.this.snapshot_identifier == "shop-before-aurora" && aws_rds_cluster_parameter_group.this.name == "shop-aurora-postgresql17"
    error_message = "made from the snapshot; the group is that of the major"
  }
}

run "a_third_of_a_unit_is_refused" {
  command = plan

  module {
    source = "../../modules/database-cluster"
  }

  variables {
    capacity = { min = 0.3, max = 4 }
  }

  expect_failures = [var.capacity]
}

run "min_above_max_is_refused" {
  command = plan

  module {
    source = "../../modules/database-cluster"
  }

  variables {
    capacity = { min = 8, max = 4 }
  }

  expect_failures = [var.capacity]
}

run "a_pause_above_zero_is_refused" {
  command = plan

  module {
    source = "../../modules/database-cluster"
  }

  variables {
    capacity = { min = 0.5, max = 4, pause_after = 600 }
  }

  expect_failures = [var.capacity]
}

run "a_pause_of_a_minute_is_refused" {
  command = plan

  module {
    source = "../../modules/database-cluster"
  }

  variables {
    capacity = { min = 0, max = 4, pause_after = 60 }
  }

  expect_failures = [var.capacity]
}

run "a_patch_version_is_refused" {
  command = plan

  module {
    source = "../../modules/database-cluster"
  }

  variables {
    engine_version = "17.7.1"
  }

  expect_failures = [var.engine_version]
}

run "no_backups_are_refused" {
  command = plan

  module {
    source = "../../modules/database-cluster"
  }

  variables {
    backup_days = 0
  }

  expect_failures = [var.backup_days]
}

run "half_a_day_between_passwords_is_refused" {
  command = plan

  module {
    source = "../../modules/database-cluster"
  }

  variables {
    password_rotation_days = 0.5
  }

  expect_failures = [var.password_rotation_days]
}
