# The task that makes the role of an application in a database that is there already.
module "application_role" {
  source = "../.."

  name       = "shop"
  region     = "ap-south-1"
  account_id = "123456789012"
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  cluster    = "shop-cluster"

  database = {
    address    = "shop-postgres.example.ap-south-1.rds.amazonaws.com"
    name       = "items"
    username   = "app"
    secret_arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:rds!db-01234567-abcdef"
  }
}

output "command" {
  value = module.application_role.command
}
