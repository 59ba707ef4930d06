# Beside offline_override.tf, where a root has a provider for the synthetic check.
provider "aws" {
  alias                       = "us_east_1"
  access_key                  = "testing"
  secret_key                  = "testing"
  allowed_account_ids         = null
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}
