resource "aws_budgets_budget" "this" {
  count = local.features.budget ? 1 : 0

  account_id   = local.account_id
  name         = local.name
  budget_type  = "COST"
  limit_amount = tostring(var.budget.limit)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }

    content {
      notification_type          = notification.key
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      comparison_operator        = "GREATER_THAN"
      subscriber_email_addresses = var.budget.emails
    }
  }
}

resource "aws_ce_anomaly_monitor" "this" {
  count = local.features.anomaly_monitor ? 1 : 0

  name              = local.name
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"
}

resource "aws_ce_anomaly_subscription" "this" {
  for_each = toset(local.features.anomaly_monitor && var.budget != null ? var.budget.emails : [])

  name             = "${local.name}-${replace(each.key, "@", "-at-")}"
  frequency        = "DAILY"
  monitor_arn_list = [aws_ce_anomaly_monitor.this[0].arn]

  subscriber {
    type    = "EMAIL"
    address = each.key
  }

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = ["20"]
    }
  }
}
