# AWS Config records how resources are set up; Security Hub CSPM judges it.
locals {
  config_bucket = "${local.name}-config-${local.account_id}"
}

data "aws_iam_policy_document" "config_trust" {
  count = local.features.config ? 1 : 0

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

data "aws_iam_policy_document" "config_bucket" {
  count = local.features.config ? 1 : 0

  statement {
    sid       = "Deliver"
    actions   = ["s3:PutObject"]
    resources = ["arn:aws:s3:::${local.config_bucket}/AWSLogs/${local.account_id}/*"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }

  statement {
    sid       = "Look"
    actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
    resources = ["arn:aws:s3:::${local.config_bucket}"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

module "config_records" {
  source = "../modules/records"
  count  = local.features.config ? 1 : 0

  name    = local.config_bucket
  days    = var.trail_days
  writers = data.aws_iam_policy_document.config_bucket[0].json
}

resource "aws_iam_role" "config" {
  count = local.features.config ? 1 : 0

  name               = "${local.name}-config"
  assume_role_policy = data.aws_iam_policy_document.config_trust[0].json
}

resource "aws_iam_role_policy_attachment" "config" {
  count = local.features.config ? 1 : 0

  role       = aws_iam_role.config[0].name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole"
}

resource "aws_config_configuration_recorder" "this" {
  count = local.features.config ? 1 : 0

  name     = local.name
  role_arn = aws_iam_role.config[0].arn

  recording_group {
    all_supported                 = true
    include_global_resource_types = true
  }
}

resource "aws_config_delivery_channel" "this" {
  count = local.features.config ? 1 : 0

  name           = local.name
  s3_bucket_name = module.config_records[0].bucket

  depends_on = [aws_config_configuration_recorder.this]
}

resource "aws_config_configuration_recorder_status" "this" {
  count = local.features.config ? 1 : 0

  name       = aws_config_configuration_recorder.this[0].name
  is_enabled = true

  depends_on = [aws_config_delivery_channel.this]
}

# Deviations from the baseline of this architecture.
resource "aws_config_config_rule" "managed" {
  for_each = toset(local.features.config ? [
    "ECS_FARGATE_LATEST_PLATFORM_VERSION",
    "ECS_TASK_DEFINITION_LOG_CONFIGURATION",
    "RDS_INSTANCE_PUBLIC_ACCESS_CHECK",
    "RDS_STORAGE_ENCRYPTED",
    "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS",
  ] : [])

  name = lower(replace(each.key, "_", "-"))

  source {
    owner             = "AWS"
    source_identifier = each.key
  }

  input_parameters = each.key == "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS" ? jsonencode({ authorizedTcpPorts = "80,443" }) : null

  depends_on = [aws_config_configuration_recorder_status.this]
}

resource "aws_securityhub_account" "this" {
  count = local.features.security_hub ? 1 : 0

  enable_default_standards = false
}

resource "aws_securityhub_standards_subscription" "foundational" {
  count = local.features.security_hub ? 1 : 0

  standards_arn = "arn:aws:securityhub:${local.region}::standards/aws-foundational-security-best-practices/v/1.0.0"

  depends_on = [aws_securityhub_account.this]
}
