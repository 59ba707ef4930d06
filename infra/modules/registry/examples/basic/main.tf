# Repositories for two services, with immutable tags.
module "registry" {
  source = "../.."

  prefix   = "shop"
  services = ["web", "api"]
}
