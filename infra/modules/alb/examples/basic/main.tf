# A load balancer with a certificate, in front of one service.
module "alb" {
  source = "../.."

  name            = "shop"
  https           = true
  certificate_arn = "arn:aws:acm:ap-south-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef"
  vpc_id          = "vpc-0123456789abcdef0"
  subnet_ids      = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]

  target = {
    name              = "web"
    port              = 8080
    health_check_path = "/health"
  }
}
