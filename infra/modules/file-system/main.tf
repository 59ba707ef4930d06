resource "aws_security_group" "this" {
  name        = "${var.name}-files"
  description = "Files of ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-files" }
}

resource "aws_efs_file_system" "this" {
  # checkov:skip=CKV_AWS_184: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  encrypted       = true
  throughput_mode = "elastic"

  # What nobody has read for a month costs a tenth, until somebody does.
  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }

  lifecycle_policy {
    transition_to_primary_storage_class = "AFTER_1_ACCESS"
  }

  tags = { Name = "${var.name}-files" }
}

resource "aws_efs_backup_policy" "this" {
  file_system_id = aws_efs_file_system.this.id

  backup_policy {
    status = var.backup ? "ENABLED" : "DISABLED"
  }
}

# Where a zone is lost, tasks in the other reach the files through their own.
resource "aws_efs_mount_target" "this" {
  count = length(var.subnet_ids)

  file_system_id  = aws_efs_file_system.this.id
  subnet_id       = var.subnet_ids[count.index]
  security_groups = [aws_security_group.this.id]
}

# A folder and a user for each volume: whoever mounts it sees nothing beside it, whatever user its container has.
resource "aws_efs_access_point" "volume" {
  for_each = var.volumes

  file_system_id = aws_efs_file_system.this.id

  posix_user {
    uid = each.value.uid
    gid = each.value.gid
  }

  root_directory {
    path = "/${each.key}"

    creation_info {
      owner_uid   = each.value.uid
      owner_gid   = each.value.gid
      permissions = "0750"
    }
  }

  tags = { Name = "${var.name}-${each.key}" }
}

# With TLS, through a mount target, and with the rights of a role: a policy that says so replaces the one that lets in everybody.
resource "aws_efs_file_system_policy" "this" {
  file_system_id = aws_efs_file_system.this.id
  policy         = data.aws_iam_policy_document.this.json
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "Tasks"
    actions   = local.actions
    resources = [aws_efs_file_system.this.arn]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.account_id}:root"]
    }

    condition {
      test     = "Bool"
      variable = "elasticfilesystem:AccessedViaMountTarget"
      values   = ["true"]
    }
  }

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["*"]
    resources = [aws_efs_file_system.this.arn]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

locals {
  actions = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
}

# What a task needs to use a volume: nothing but that one.
data "aws_iam_policy_document" "use" {
  for_each = var.volumes

  statement {
    sid       = "Files${replace(title(replace(each.key, "-", " ")), " ", "")}"
    actions   = local.actions
    resources = [aws_efs_file_system.this.arn]

    condition {
      test     = "StringEquals"
      variable = "elasticfilesystem:AccessPointArn"
      values   = [aws_efs_access_point.volume[each.key].arn]
    }
  }
}
