# A whole environment, with services of your own.
module "platform" {
  source = "../.."

  name        = "shop"
  account_id  = "123456789012"
  region      = "eu-central-1"
  definitions = "${path.module}/../../../../../services"
  network     = { cidr = "10.9.0.0/16" }
  web         = { certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef" }

  github = {
    owner       = "example-org"
    repository  = "shop"
    environment = "prod"
  }

  services = {
    redis   = { callers = ["reports"] }
    reports = { count = 1, database = true }
  }
}
