# A test environment that sleeps at night and at weekends.
module "schedule" {
  source = "../.."

  name                = "shop"
  region              = "ap-south-1"
  account_id          = "123456789012"
  cluster             = "shop-test-cluster"
  services            = { web = 2, cache = 1 }
  database_identifier = "shop-test-postgres"
  hours               = { timezone = "Europe/Berlin" }
}
