# Sessions of one service, which logs in with the rights of its task.
module "sessions" {
  source = "../.."

  name       = "shop"
  region     = "ap-south-1"
  account_id = "123456789012"
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  services   = ["web"]
}

output "web" {
  description = "For the environment of its container, and for the policy of its task."
  value       = { environment = module.sessions.environment.web, policy = module.sessions.statements.web }
}
