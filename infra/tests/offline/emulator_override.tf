# Copied beside a root for an apply against an emulator, whose address is in AWS_ENDPOINT_URL. The account id is asked
# for: without it the provider does not know its own security groups again.
provider "aws" {
  access_key                  = "testing"
  secret_key                  = "testing"
  allowed_account_ids         = null
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  s3_use_path_style           = true
}
