# The roles with which the jobs of a repository plan and apply an environment.
module "infra_roles" {
  source = "../.."

  name         = "shop"
  region       = "ap-south-1"
  account_id   = "123456789012"
  environment  = "prod"
  state_bucket = "shop-state-123456789012"

  github = {
    owner      = "example-org"
    repository = "shop"
  }
}
