locals {
  day  = "(0?[1-9]|[12][0-9]|3[01])"
  name = "(SUN|MON|TUE|WED|THU|FRI|SAT)"

  one = {
    minutes      = "[0-5]?[0-9]"
    hours        = "([01]?[0-9]|2[0-3])"
    day_of_month = "(LW|L|${local.day}W?)"
    month        = "(0?[1-9]|1[0-2]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
    day_of_week  = "(L|([1-7]|${local.name})(L|#[1-5])?)"
    year         = "(19[7-9][0-9]|2[01][0-9][0-9])"
  }
  # *, 5, 1-5, */15, 0-30/10, and several of these
  part = { for field, one in local.one : field => "(\\*|${one}(-${one})?)(/[1-9][0-9]?)?" }
  any  = { for field, part in local.part : field => "${part}(,${part})*" }

  days = [
    "${local.any.day_of_month} ${local.any.month} \\?",
    "\\? ${local.any.month} ${local.any.day_of_week}",
  ]
}

output "patterns" {
  description = "Regular expressions of the cron expressions that AWS's schedulers take: six fields, and one of the two days is ?."
  value       = [for days in local.days : "^cron\\(${local.any.minutes} ${local.any.hours} ${days} ${local.any.year}\\)$"]
}
