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
}

run "private_encrypted_and_backed_up" {
  command = plan

  module {
    source = "../../modules/database"
  }

  assert {
    condition     = !aws_db_instance.this.publicly_accessible && aws_db_instance.this.storage_encrypted && aws_db_instance.this.backup_retention_period == 7
    error_message = "private, encrypted, seven days"
  }

  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null
    error_message = "RDS keeps the password"
  }

  assert {
    condition     = aws_db_parameter_group.this.family == "postgres17"
    error_message = "the family follows the version"
  }
}

run "a_minor_version_is_refused" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    engine_version = "15.4"
  }

  expect_failures = [var.engine_version]
}

run "no_backups_are_refused" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    backup_days = 0
  }

  expect_failures = [var.backup_days]
}

run "too_little_storage_is_refused" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    storage_gb = 5
  }

  expect_failures = [var.storage_gb]
}

run "a_class_of_another_service_is_refused" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    instance_class = "t4g.micro"
  }

  expect_failures = [var.instance_class]
}

run "rds_may_rotate_by_its_own_rule" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    password_rotation_days = 0
  }

  assert {
    condition     = length(aws_secretsmanager_secret_rotation.password) == 0
    error_message = "0 leaves the rotation to RDS"
  }
}

run "a_negative_rotation_is_refused" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    password_rotation_days = -5
  }

  expect_failures = [var.password_rotation_days]
}

run "a_rotation_that_secrets_manager_does_not_know_is_refused" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    password_rotation_days = 1001
  }

  expect_failures = [var.password_rotation_days]
}

run "memory_bears_connections" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    instance_class = "db.r6g.large"
  }

  assert {
    condition     = output.connections == 1280
    error_message = "16 GiB"
  }
}

run "there_are_never_more_than_5000" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    instance_class = "db.m7g.16xlarge"
  }

  assert {
    condition     = output.connections == 5000
    error_message = "RDS's own limit"
  }
}

run "half_a_class_is_refused" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    instance_class = "db.t4g"
  }

  expect_failures = [var.instance_class]
}

run "the_last_snapshot_has_a_name_of_its_own" {
  command = plan

  module {
    source = "../../modules/database"
  }

  assert {
    condition     = can(regex("^shop-postgres-final-[0-9]{12}$", aws_db_instance.this.final_snapshot_identifier))
    error_message = "with the moment it was made, as a name is taken for good: ${aws_db_instance.this.final_snapshot_identifier}"
  }
}

run "a_major_upgrade_is_refused_unless_said" {
  command = plan

  module {
    source = "../../modules/database"
  }

  assert {
    condition     = aws_db_instance.this.allow_major_version_upgrade == false
    error_message = "RDS refuses a change of the major"
  }
}

run "a_major_upgrade_brings_its_parameter_group" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    engine_version = "18"
    major_upgrade  = true
  }

  assert {
    condition     = aws_db_instance.this.allow_major_version_upgrade && aws_db_instance.this.parameter_group_name == "shop-postgres18" && aws_db_parameter_group.this.family == "postgres18"
    error_message = "18, with a group of its family"
  }
}

# RDS refuses both where it keeps the password.
run "a_replica_reads_the_instance_and_the_password_is_kept_here" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    read_replica = {}
  }

  assert {
    condition     = [aws_db_instance.replica[0].replicate_source_db, aws_db_instance.replica[0].instance_class] == ["shop-postgres", "db.t4g.micro"]
    error_message = "of the instance, and of its class"
  }

  assert {
    condition     = !aws_db_instance.replica[0].publicly_accessible && aws_db_instance.replica[0].storage_encrypted
    error_message = "as private and as encrypted as the instance"
  }

  assert {
    condition     = aws_db_instance.this.manage_master_user_password == null && aws_db_instance.this.password == null && aws_db_instance.this.password_wo_version == 1
    error_message = "the password is written, and not in the state"
  }

  assert {
    condition     = length(aws_secretsmanager_secret_rotation.password) == 0 && aws_secretsmanager_secret.master[0].name == "shop/database/master" && aws_secretsmanager_secret_version.master[0].secret_string_wo_version == 1
    error_message = "in a secret of its own, which RDS does not rotate"
  }
}

run "a_replica_of_another_class_and_a_new_password" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    read_replica            = { instance_class = "db.r6g.large" }
    master_password_version = 2
  }

  assert {
    condition     = aws_db_instance.replica[0].instance_class == "db.r6g.large"
    error_message = "the class it was given"
  }

  assert {
    condition     = [aws_db_instance.this.password_wo_version, aws_secretsmanager_secret_version.master[0].secret_string_wo_version] == [2, 2]
    error_message = "instance and secret are given it together"
  }
}

run "updates_by_blue_green" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    blue_green_updates = true
  }

  assert {
    condition     = aws_db_instance.this.blue_green_update[0].enabled && aws_db_instance.this.manage_master_user_password == null
    error_message = "switched on, with a password that RDS does not keep"
  }

  assert {
    condition     = contains([for each in aws_db_parameter_group.this.parameter : "${each.name}=${each.value}"], "rds.logical_replication=1")
    error_message = "PostgreSQL copies by logical replication"
  }
}

run "without_either_rds_keeps_the_password" {
  command = plan

  module {
    source = "../../modules/database"
  }

  assert {
    condition     = length(aws_db_instance.replica) + length(aws_secretsmanager_secret.master) + length(aws_db_instance.this.blue_green_update) == 0
    error_message = "both are off"
  }

  assert {
    condition     = !contains([for each in aws_db_parameter_group.this.parameter : each.name], "rds.logical_replication")
    error_message = "and write no log for them"
  }
}

run "blue_green_with_a_replica_is_refused" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    read_replica       = {}
    blue_green_updates = true
  }

  expect_failures = [var.blue_green_updates]
}

run "a_replica_of_a_class_of_another_service_is_refused" {
  command = plan

  module {
    source = "../../modules/database"
  }

  variables {
    read_replica = { instance_class = "t4g.micro" }
  }

  expect_failures = [var.read_replica]
}
