# Suspicious activity, counted in CloudTrail's records.
locals {
  suspicious = local.features.security_alarms ? {
    root-use      = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
    unauthorized  = "{ ($.errorCode = \"*UnauthorizedOperation\") || ($.errorCode = \"AccessDenied*\") }"
    iam-changes   = "{ ($.eventSource = \"iam.amazonaws.com\") && (($.eventName = \"Put*Policy\") || ($.eventName = \"Attach*Policy\") || ($.eventName = \"Create*\") || ($.eventName = \"Delete*\") || ($.eventName = \"UpdateAssumeRolePolicy\")) }"
    sg-changes    = "{ ($.eventName = \"AuthorizeSecurityGroup*\") || ($.eventName = \"RevokeSecurityGroup*\") || ($.eventName = \"CreateSecurityGroup\") || ($.eventName = \"DeleteSecurityGroup\") }"
    trail-changes = "{ ($.eventName = \"StopLogging\") || ($.eventName = \"DeleteTrail\") || ($.eventName = \"UpdateTrail\") }"
  } : {}
}

resource "aws_cloudwatch_log_group" "trail" {
  # checkov:skip=CKV_AWS_158: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV_AWS_338: The bucket keeps the records for a year; here they are only counted
  count = local.features.security_alarms ? 1 : 0

  name              = "/cloudtrail/${local.name}"
  retention_in_days = 90
}

data "aws_iam_policy_document" "trail_trust" {
  count = local.features.security_alarms ? 1 : 0

  # Without a condition: CloudTrail supports neither aws:SourceAccount nor aws:SourceArn here.
  # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "trail_logs" {
  count = local.features.security_alarms ? 1 : 0

  statement {
    sid       = "WriteTrail"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:${local.region}:${local.account_id}:log-group:/cloudtrail/${local.name}:log-stream:*"]
  }
}

resource "aws_iam_role" "trail" {
  count = local.features.security_alarms ? 1 : 0

  name               = "${local.name}-cloudtrail"
  assume_role_policy = data.aws_iam_policy_document.trail_trust[0].json
}

resource "aws_iam_role_policy" "trail" {
  count = local.features.security_alarms ? 1 : 0

  name   = "write-trail"
  role   = aws_iam_role.trail[0].id
  policy = data.aws_iam_policy_document.trail_logs[0].json
}

resource "aws_cloudwatch_log_metric_filter" "suspicious" {
  for_each = local.suspicious

  name           = "${local.name}-${each.key}"
  log_group_name = aws_cloudwatch_log_group.trail[0].name
  pattern        = each.value

  metric_transformation {
    name          = each.key
    namespace     = "EcsMicroservices/security"
    value         = "1"
    default_value = "0"
  }
}

data "aws_iam_policy_document" "key" {
  # checkov:skip=CKV_AWS_111: In a key policy * means this key
  # checkov:skip=CKV_AWS_356: In a key policy * means this key
  # checkov:skip=CKV_AWS_109: The account administers its key
  count = local.features.security_alarms ? 1 : 0

  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${local.account_id}:root"]
    }
  }

  statement {
    sid       = "Alarms"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_kms_key" "security" {
  count = local.features.security_alarms ? 1 : 0

  description             = "Security alarms of ${local.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.key[0].json
}

resource "aws_sns_topic" "security" {
  count = local.features.security_alarms ? 1 : 0

  name              = "${local.name}-security"
  kms_master_key_id = aws_kms_key.security[0].arn
}

resource "aws_sns_topic_subscription" "security" {
  for_each = toset(local.features.security_alarms ? var.alarm_emails : [])

  topic_arn = aws_sns_topic.security[0].arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_cloudwatch_metric_alarm" "suspicious" {
  for_each = local.suspicious

  alarm_name          = "${local.name}-security-${each.key}"
  alarm_description   = "CloudTrail recorded: ${each.key}"
  namespace           = "EcsMicroservices/security"
  metric_name         = each.key
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = each.key == "unauthorized" ? 10 : 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.security[0].arn]
}
