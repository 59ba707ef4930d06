# A role of your own for the jobs of one GitHub environment.
module "trust" {
  source = "../.."

  account_id = "123456789012"

  github = {
    owner       = "example-org"
    repository  = "shop"
    environment = "prod"
  }
}

resource "aws_iam_role" "reports" {
  name               = "shop-reports"
  assume_role_policy = module.trust.json
}
