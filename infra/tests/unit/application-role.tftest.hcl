provider "aws" {
  region                      = "ap-south-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

variables {
  name       = "shop"
  region     = "ap-south-1"
  account_id = "123456789012"
  vpc_id     = "vpc-1"
  subnet_ids = ["subnet-1", "subnet-2"]
  cluster    = "shop-cluster"
  database   = { address = "db.example", name = "items", username = "app", secret_arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:rds!db-1-abcdef" }
}

override_resource {
  target          = aws_security_group.this
  override_during = plan
  values          = { id = "sg-role" }
}

override_resource {
  target          = aws_secretsmanager_secret.this
  override_during = plan
  values          = { arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/database/application-abcdef", id = "shop" }
}

override_resource {
  target          = aws_iam_role.execution
  override_during = plan
  values          = { arn = "arn:aws:iam::123456789012:role/shop-application-role-execution", id = "shop-application-role-execution" }
}

run "the_task_knows_both_passwords_and_what_to_do" {
  command = plan

  module {
    source = "../../modules/application-role"
  }

  assert {
    condition = { for each in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].secrets : each.name => each.valueFrom } == {
      APPLICATION_PASSWORD = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/database/application-abcdef:password::"
      PGPASSWORD           = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:rds!db-1-abcdef:password::"
    }
    error_message = "the role's own password and the master's"
  }

  assert {
    condition = { for each in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : each.name => each.value if each.name != "SQL" } == {
      APPLICATION_USER = "application", PGCONNECT_TIMEOUT = "10", PGDATABASE = "items", PGHOST = "db.example", PGPORT = "5432", PGSSLMODE = "require", PGUSER = "app"
    }
    error_message = "where, as whom, for whom"
  }

  assert {
    condition     = output.command == "aws ecs run-task --region ap-south-1 --cluster shop-cluster --task-definition shop-application-role --launch-type FARGATE --network-configuration 'awsvpcConfiguration={subnets=[subnet-1,subnet-2],securityGroups=[sg-role],assignPublicIp=DISABLED}' --query 'tasks[0].taskArn' --output text"
    error_message = output.command
  }
}

run "certificates_are_checked" {
  command = plan

  module {
    source = "../../modules/application-role"
  }

  variables {
    database = { address = "db.example", name = "items", username = "app", secret_arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:rds!db-1-abcdef", ca_pem = "PEM" }
  }

  assert {
    condition     = { for each in jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment : each.name => each.value if contains(["CA_PEM", "PGSSLMODE"], each.name) } == { CA_PEM = "PEM", PGSSLMODE = "verify-full" }
    error_message = "with certificates whom it talks to is checked"
  }
}

run "a_new_password_is_asked_for_by_its_version" {
  command = plan

  module {
    source = "../../modules/application-role"
  }

  variables {
    password_version = 2
  }

  assert {
    condition     = aws_secretsmanager_secret_version.this.secret_string_wo_version == 2 && aws_secretsmanager_secret_version.this.secret_string == null
    error_message = "written, and not in the state"
  }
}

run "the_master_is_no_role_of_the_application" {
  command = plan

  module {
    source = "../../modules/application-role"
  }

  variables {
    username = "app"
  }

  expect_failures = [var.username]
}

run "names_that_are_taken_are_refused" {
  command = plan

  module {
    source = "../../modules/application-role"
  }

  variables {
    username = "rds_application"
  }

  expect_failures = [var.username]
}
