# One volume, for a service whose container has the user 10001.
module "files" {
  source = "../.."

  name       = "shop"
  account_id = "123456789012"
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  volumes    = { uploads = {} }
}

output "uploads" {
  description = "For file_systems of the module service, and for the policy of its task."
  value = {
    file_system = { id = module.files.id, access_point_id = module.files.access_points.uploads, iam = true }
    policy      = module.files.statements.uploads
  }
}
