# A cluster with its namespace for Service Connect.
module "cluster" {
  source = "../.."

  name               = "shop"
  container_insights = "enhanced"
}
