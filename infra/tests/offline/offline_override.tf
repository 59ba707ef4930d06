# Copied beside a root for a plan without an account.
provider "aws" {
  access_key                  = "testing"
  secret_key                  = "testing"
  allowed_account_ids         = null
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}
