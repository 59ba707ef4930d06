# A bucket for the records of AWS Config.
module "records" {
  source = "../.."

  name    = "shop-config-123456789012"
  days    = 365
  writers = data.aws_iam_policy_document.config.json
}

data "aws_iam_policy_document" "config" {
  statement {
    sid       = "Config"
    actions   = ["s3:GetBucketAcl", "s3:PutObject"]
    resources = ["arn:aws:s3:::shop-config-123456789012", "arn:aws:s3:::shop-config-123456789012/*"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["123456789012"]
    }
  }
}
