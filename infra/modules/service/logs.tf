resource "aws_cloudwatch_log_group" "this" {
  # checkov:skip=CKV_AWS_158: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV_AWS_338: A variable
  name              = "/ecs/${var.name}/${var.service}"
  retention_in_days = var.log_retention_days
}

resource "aws_cloudwatch_log_metric_filter" "errors" {
  name           = "${local.family}-errors"
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = var.error_pattern

  metric_transformation {
    name          = "${var.service}-errors"
    namespace     = var.metrics_namespace
    value         = "1"
    default_value = "0"
  }
}
