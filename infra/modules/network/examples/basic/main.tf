# A VPC over two zones with one NAT gateway for both.
module "network" {
  source = "../.."

  name               = "shop"
  region             = "ap-south-1"
  account_id         = "123456789012"
  cidr               = "10.9.0.0/16"
  availability_zones = ["ap-south-1a", "ap-south-1b"]
  single_nat         = true
}
