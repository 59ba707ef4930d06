# The bucket comes from bootstrap/: terraform init -backend-config="bucket=$(terraform -chdir=../../bootstrap output -raw bucket)"
terraform {
  backend "s3" {
    key          = "environments/staging.tfstate"
    region       = "ap-south-1"
    encrypt      = true
    use_lockfile = true
  }
}
