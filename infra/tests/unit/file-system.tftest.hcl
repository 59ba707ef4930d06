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
  account_id = "123456789012"
  vpc_id     = "vpc-1"
  subnet_ids = ["subnet-1", "subnet-2"]
  volumes    = { uploads = {}, exports = { uid = 1000, gid = 1000 } }
}

override_resource {
  target          = aws_efs_file_system.this
  override_during = plan
  values          = { id = "fs-1", arn = "arn:aws:elasticfilesystem:ap-south-1:123456789012:file-system/fs-1" }
}

override_resource {
  target          = aws_efs_access_point.volume["uploads"]
  override_during = plan
  values          = { id = "fsap-1", arn = "arn:aws:elasticfilesystem:ap-south-1:123456789012:access-point/fsap-1" }
}

run "encrypted_and_in_every_zone" {
  command = plan

  module {
    source = "../../modules/file-system"
  }

  assert {
    condition     = aws_efs_file_system.this.encrypted && aws_efs_mount_target.this[*].subnet_id == ["subnet-1", "subnet-2"]
    error_message = "encrypted, with a mount target in each subnet"
  }

  assert {
    condition     = one(aws_efs_backup_policy.this.backup_policy[*].status) == "ENABLED"
    error_message = "backed up"
  }

  assert {
    condition     = { for each in data.aws_iam_policy_document.this.statement : each.sid => coalesce(each.effect, "Allow") } == { Tasks = "Allow", TlsOnly = "Deny" }
    error_message = "nobody without a role, and nobody without TLS"
  }

  assert {
    condition     = [for each in data.aws_iam_policy_document.this.statement : [for condition in each.condition : "${condition.variable}=${condition.values[0]}"]] == [["elasticfilesystem:AccessedViaMountTarget=true"], ["aws:SecureTransport=false"]]
    error_message = "TLS"
  }
}

run "each_volume_is_a_folder_of_its_own" {
  command = plan

  module {
    source = "../../modules/file-system"
  }

  assert {
    condition     = { for name, each in aws_efs_access_point.volume : name => [one(each.root_directory[*].path), tostring(one(each.posix_user[*].uid))] } == { uploads = ["/uploads", "10001"], exports = ["/exports", "1000"] }
    error_message = "a folder and a user"
  }

  assert {
    condition     = jsonencode([for each in data.aws_iam_policy_document.use["uploads"].statement : [sort(each.actions), [for condition in each.condition : "${condition.variable}=${condition.values[0]}"]]]) == jsonencode([[["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], ["elasticfilesystem:AccessPointArn=arn:aws:elasticfilesystem:ap-south-1:123456789012:access-point/fsap-1"]]])
    error_message = "through its own access point, and not as root: ${jsonencode(data.aws_iam_policy_document.use["uploads"].statement)}"
  }
}

run "no_volume_is_refused" {
  command = plan

  module {
    source = "../../modules/file-system"
  }

  variables {
    volumes = {}
  }

  expect_failures = [var.volumes]
}

run "a_path_is_no_name" {
  command = plan

  module {
    source = "../../modules/file-system"
  }

  variables {
    volumes = { "/uploads" = {} }
  }

  expect_failures = [var.volumes]
}

run "files_of_root_are_refused" {
  command = plan

  module {
    source = "../../modules/file-system"
  }

  variables {
    volumes = { uploads = { uid = 0 } }
  }

  expect_failures = [var.volumes]
}
