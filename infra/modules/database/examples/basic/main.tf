# PostgreSQL for a team that can do without the second zone.
module "database" {
  source = "../.."

  name           = "shop"
  vpc_id         = "vpc-0123456789abcdef0"
  subnet_ids     = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  engine_version = "17"
  multi_az       = false
}
