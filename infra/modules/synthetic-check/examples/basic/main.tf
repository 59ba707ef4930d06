# The provider is that of us-east-1, wherever the environment is.
module "synthetic_check" {
  source = "../.."

  name          = "shop"
  account_id    = "123456789012"
  fqdn          = "shop.example.com"
  path          = "/ready"
  search_string = "ok"
  emails        = ["on-call@example.com"]
}
