# PostgreSQL for a load that comes in bursts, without the second zone.
module "database" {
  source = "../.."

  name       = "shop"
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  capacity   = { min = 0.5, max = 8 }
  multi_az   = false
}
