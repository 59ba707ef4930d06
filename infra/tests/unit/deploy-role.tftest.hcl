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
  name              = "shop"
  region            = "ap-south-1"
  account_id        = "123456789012"
  cluster           = "shop-cluster"
  services          = ["web"]
  repository_prefix = "shop"
  role_arns         = ["arn:aws:iam::123456789012:role/shop-web-execution", "arn:aws:iam::123456789012:role/shop-web-task"]
  github            = { owner = "example-org", repository = "shop", environment = "prod" }
}

run "one_repository_and_environment" {
  command = plan

  module {
    source = "../../modules/deploy-role"
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition == {
      StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:example-org/shop:environment:prod"
      }
    }
    error_message = "StringEquals on audience and subject, and nothing else"
  }

  assert {
    condition = [
      for each in jsondecode(output.policy_json).Statement : [each.Condition, toset(each.Resource)] if each.Sid == "PassRole"
    ] == [[{ StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }, toset(var.role_arns)]]
    error_message = "exactly these roles, and only to tasks"
  }

  assert {
    condition     = length(setintersection(jsondecode(output.policy_json).Statement[*].Sid, ["TaskDefDeregister", "MigrateRun", "MigrateStop", "PassRoleBlueGreen", "EcrCopyFrom"])) == 0
    error_message = "what a deploy does not need is off"
  }

  assert {
    condition     = length(output.policy_json) < 10240
    error_message = "an inline policy has 10,240 characters"
  }
}

run "the_immutable_subject" {
  command = plan

  module {
    source = "../../modules/deploy-role"
  }

  variables {
    github = merge(var.github, { owner_id = "1001", repository_id = "2002" })
  }

  assert {
    condition     = output.subject == "repo:example-org@1001/shop@2002:environment:prod"
    error_message = "owner and repository with their ids"
  }
}

run "switches_add_statements" {
  command = plan

  module {
    source = "../../modules/deploy-role"
  }

  variables {
    allow               = { deregister = true, run_task = true }
    blue_green_role_arn = "arn:aws:iam::123456789012:role/shop-ecs-infrastructure"
    copies_from         = ["arn:aws:ecr:eu-west-1:210987654321:repository/base/api"]
  }

  assert {
    condition     = length(setintersection(jsondecode(output.policy_json).Statement[*].Sid, ["TaskDefDeregister", "MigrateRun", "MigrateStop", "PassRoleBlueGreen", "EcrCopyFrom"])) == 5
    error_message = "four more statements"
  }
}

run "without_push_it_finds_images_and_makes_none" {
  command = plan

  module {
    source = "../../modules/deploy-role"
  }

  variables {
    allow = { push = false }
  }

  assert {
    condition = { for each in jsondecode(output.policy_json).Statement : each.Sid => flatten([each.Action]) if length(regexall("ecr:", jsonencode(each.Action))) > 0 } == {
      EcrLogin = ["ecr:GetAuthorizationToken"], EcrFind = ["ecr:BatchGetImage"]
    }
    error_message = "what it may do with images: ${output.policy_json}"
  }
}

run "copies_without_push_are_refused" {
  command = plan

  module {
    source = "../../modules/deploy-role"
  }

  variables {
    allow       = { push = false }
    copies_from = ["arn:aws:ecr:eu-west-1:210987654321:repository/base/api"]
  }

  expect_failures = [var.copies_from]
}

run "roles_with_wildcards_are_refused" {
  command = plan

  module {
    source = "../../modules/deploy-role"
  }

  variables {
    role_arns = ["arn:aws:iam::123456789012:role/*"]
  }

  expect_failures = [var.role_arns]
}

run "an_account_that_is_none_is_refused" {
  command = plan

  module {
    source = "../../modules/deploy-role"
  }

  variables {
    account_id = "1234"
  }

  expect_failures = [var.account_id]
}

run "copies_from_every_repository_are_refused" {
  command = plan

  module {
    source = "../../modules/deploy-role"
  }

  variables {
    copies_from = ["arn:aws:ecr:ap-south-1:210987654321:repository/*"]
  }

  expect_failures = [var.copies_from]
}
