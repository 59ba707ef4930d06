# What a project.json says, in place of jsondecode(file("project.json")).
module "project" {
  source = "../.."

  project = {
    name    = "shop"
    region  = "eu-central-1"
    account = "123456789012"
    environments = {
      prod = { name = "shop", cidr = "10.0.0.0/16", account = "210987654321" }
      test = { name = "shop-test", cidr = "10.1.0.0/16" }
    }
  }
}
