locals {
  trail_bucket = "${local.name}-trail-${local.account_id}"
  trail_arn    = "arn:aws:cloudtrail:${local.region}:${local.account_id}:trail/${local.name}"
}

data "aws_iam_policy_document" "trail_bucket" {
  count = local.features.cloudtrail ? 1 : 0

  statement {
    sid       = "TrailLooks"
    actions   = ["s3:GetBucketAcl"]
    resources = ["arn:aws:s3:::${local.trail_bucket}"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }
  }

  statement {
    sid       = "TrailWrites"
    actions   = ["s3:PutObject"]
    resources = ["arn:aws:s3:::${local.trail_bucket}/AWSLogs/${local.account_id}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }
}

module "trail_records" {
  source = "../modules/records"
  count  = local.features.cloudtrail ? 1 : 0

  name    = local.trail_bucket
  days    = var.trail_days
  writers = data.aws_iam_policy_document.trail_bucket[0].json
}

resource "aws_cloudtrail" "this" {
  # checkov:skip=CKV_AWS_252: Nobody wants a mail per file; security_alarms tells what matters
  # checkov:skip=CKV_AWS_35: The bucket encrypts; a key of the trail's own would have to be paid and looked after
  count = local.features.cloudtrail ? 1 : 0

  name                          = local.name
  s3_bucket_name                = module.trail_records[0].bucket
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  cloud_watch_logs_group_arn    = local.features.security_alarms ? "${aws_cloudwatch_log_group.trail[0].arn}:*" : null
  cloud_watch_logs_role_arn     = local.features.security_alarms ? aws_iam_role.trail[0].arn : null

  # What reads and writes objects is not recorded unless it is asked for, and costs per call: the state's bucket has few.
  event_selector {
    read_write_type           = "All"
    include_management_events = true

    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3:::${local.name}-state-${local.account_id}/"]
    }
  }
}
