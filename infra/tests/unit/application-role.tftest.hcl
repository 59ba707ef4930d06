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

run "the_task_runs_the_sql_and_may_do_nothing_else" {
  command = plan

  module {
    source = "../../modules/application-role"
  }

  variables {
    log_retention_days = 14
  }

  assert {
    condition = one([for each in jsondecode(aws_ecs_task_definition.this.container_definitions) : {
      entry = each.entryPoint, script = each.command, sql = { for variable in each.environment : variable.name => variable.value }["SQL"]
      }]) == {
      entry = ["sh", "-c"], script = [file("../../modules/application-role/make-role.sh")], sql = file("../../modules/application-role/application-role.sql")
    }
    error_message = "the script and the SQL that lie beside the module"
  }

  assert {
    condition = one([for each in jsondecode(aws_ecs_task_definition.this.container_definitions) : {
      user = each.user, root = each.readonlyRootFilesystem, capabilities = each.linuxParameters.capabilities, log = each.logConfiguration.options["awslogs-group"]
      }]) == {
      user = "10001:10001", root = true, capabilities = { add = [], drop = ["ALL"] }, log = "/ecs/shop/application-role"
    }
    error_message = "as an ordinary user, with a root that is read only, no capabilities and a log of its own"
  }

  assert {
    condition     = [aws_cloudwatch_log_group.this.name, tostring(aws_cloudwatch_log_group.this.retention_in_days)] == ["/ecs/shop/application-role", "14"]
    error_message = "its log is kept as long as it was said"
  }

  assert {
    condition = { for each in jsondecode(aws_iam_role_policy.execution.policy).Statement : each.Sid => flatten([each.Resource]) } == {
      Logs    = ["arn:aws:logs:ap-south-1:123456789012:log-group:/ecs/shop/application-role:log-stream:*"]
      Secrets = ["arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/database/application-abcdef", "arn:aws:secretsmanager:ap-south-1:123456789012:secret:rds!db-1-abcdef"]
    }
    error_message = "the two secrets and its log: ${aws_iam_role_policy.execution.policy}"
  }

  assert {
    condition     = { for each in one(data.aws_iam_policy_document.trust.statement).condition : each.variable => one(each.values) } == { "aws:SourceAccount" = "123456789012", "aws:SourceArn" = "arn:aws:ecs:ap-south-1:123456789012:*" }
    error_message = "for tasks of this account"
  }

  assert {
    condition     = [aws_vpc_security_group_egress_rule.https.from_port, aws_vpc_security_group_egress_rule.https.to_port] == [443, 443]
    error_message = "out over HTTPS; the way to the database is made by who has both groups"
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
