# Alarms and a dashboard for a service behind the load balancer and one behind that.
module "observability" {
  source = "../.."

  name              = "shop"
  region            = "ap-south-1"
  account_id        = "123456789012"
  emails            = ["on-call@example.com"]
  cluster           = "shop-cluster"
  metrics_namespace = "Shop"
  database          = { identifier = "shop-postgres" }
  nat_gateway_ids   = { ap-south-1a = "nat-0123456789abcdef0" }

  load_balancer = {
    arn_suffix              = "app/shop-alb/0123456789abcdef"
    target_group_arn_suffix = "targetgroup/shop-web/0123456789abcdef"
  }

  services = {
    web = { entry = true, logged = true, max = 4 }
    api = { callers = ["web"], logged = true, max = 8, thresholds = { cpu_percent = 95 } }
  }
}
