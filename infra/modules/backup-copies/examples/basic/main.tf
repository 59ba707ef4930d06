# The provider is that of the region which the copies are for.
module "backup_copies" {
  source = "../.."

  name         = "shop"
  database_arn = "arn:aws:rds:ap-south-1:123456789012:db:shop-postgres"
  backup_days  = 14
}
