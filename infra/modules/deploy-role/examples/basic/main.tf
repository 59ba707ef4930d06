# The role of the jobs that deploy one service from one GitHub environment.
module "deploy_role" {
  source = "../.."

  name              = "shop"
  region            = "ap-south-1"
  account_id        = "123456789012"
  cluster           = "shop-cluster"
  services          = ["web"]
  repository_prefix = "shop"

  role_arns = [
    "arn:aws:iam::123456789012:role/shop-web-execution",
    "arn:aws:iam::123456789012:role/shop-web-task",
  ]

  github = {
    owner       = "example-org"
    repository  = "shop"
    environment = "prod"
  }
}
