# Fixed addresses before an application load balancer that is there already.
module "nlb" {
  source = "../.."

  name       = "shop"
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]

  alb = {
    arn               = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:loadbalancer/app/shop-alb/0123456789abcdef"
    security_group_id = "sg-0123456789abcdef0"
    https             = true
    health_check_path = "/health"
  }
}

output "addresses" {
  value = module.nlb.addresses
}
