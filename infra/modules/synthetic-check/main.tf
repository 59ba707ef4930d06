# HTTPS is spoken with the name (SNI), and the certificate is not looked at: its end is an alarm of the module observability.
# https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
resource "aws_route53_health_check" "this" {
  fqdn              = var.fqdn
  type              = "${var.https ? "HTTPS" : "HTTP"}${var.search_string == null ? "" : "_STR_MATCH"}"
  port              = coalesce(var.port, var.https ? 443 : 80)
  resource_path     = var.path
  search_string     = var.search_string
  request_interval  = 30
  failure_threshold = var.failure_threshold
  measure_latency   = var.measure_latency
  enable_sni        = var.https
  regions           = var.regions

  tags = { Name = var.name }
}

# Silence counts as a failure: a check that was deleted by hand, or whose metric is looked for in another region, has none.
resource "aws_cloudwatch_metric_alarm" "this" {
  alarm_name          = "${var.name}-synthetic-check"
  alarm_description   = "${local.url} does not answer from outside"
  namespace           = "AWS/Route53"
  metric_name         = "HealthCheckStatus"
  dimensions          = { HealthCheckId = aws_route53_health_check.this.id }
  statistic           = "Minimum"
  period              = 60
  evaluation_periods  = 2
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]
}

locals {
  url = "${var.https ? "https" : "http"}://${var.fqdn}${var.port == null ? "" : ":${var.port}"}${var.path}"
}
