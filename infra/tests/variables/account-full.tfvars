# Every switch that is off by default.
features = {
  security_alarms  = true
  config           = true
  security_hub     = true
  anomaly_monitor  = true
  cost_tags        = true
  enhanced_scanner = true
}

alarm_emails = ["security@example.com"]

image_copies = {
  to   = [{ region = "ap-southeast-1" }, { account = "210987654321" }]
  from = ["345678901234"]
}
