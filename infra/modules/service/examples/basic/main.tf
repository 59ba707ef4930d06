# One service, whose image the deploys bring.
module "service" {
  source = "../.."

  name              = "shop"
  region            = "ap-south-1"
  account_id        = "123456789012"
  service           = "flask-app"
  definition_file   = "${path.module}/../../../../../services/flask-app/task-definition.json"
  repository_url    = "123456789012.dkr.ecr.ap-south-1.amazonaws.com/shop/flask-app"
  vpc_id            = "vpc-0123456789abcdef0"
  subnet_ids        = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  expose            = true
  metrics_namespace = "Shop"
  environment       = { DATABASE_HOST = "shop-postgres.example.ap-south-1.rds.amazonaws.com" }
  scaling           = { min = 2, max = 4 }

  cluster = {
    name          = "shop-cluster"
    arn           = "arn:aws:ecs:ap-south-1:123456789012:cluster/shop-cluster"
    namespace_arn = "arn:aws:servicediscovery:ap-south-1:123456789012:namespace/ns-0123456789abcdef"
  }

  secrets = {
    for name in ["DATABASE_PASSWORD", "REDIS_PASSWORD"] : name => {
      value_from = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/${lower(name)}-abcdef"
      arn        = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/${lower(name)}-abcdef"
    }
  }
}
