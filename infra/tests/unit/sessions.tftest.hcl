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
}

run "encrypted_and_in_two_zones" {
  command = plan

  module {
    source = "../../modules/sessions"
  }

  assert {
    condition     = aws_elasticache_replication_group.this.transit_encryption_enabled && aws_elasticache_replication_group.this.transit_encryption_mode == "required" && aws_elasticache_replication_group.this.at_rest_encryption_enabled == "true"
    error_message = "with TLS only, and encrypted at rest"
  }

  assert {
    condition     = aws_elasticache_replication_group.this.num_cache_clusters == 2 && aws_elasticache_replication_group.this.multi_az_enabled && aws_elasticache_replication_group.this.automatic_failover_enabled
    error_message = "another zone takes over"
  }

  assert {
    condition     = [for each in aws_elasticache_parameter_group.this.parameter : "${each.name}=${each.value}"] == ["maxmemory-policy=noeviction"]
    error_message = "a full store ends no session"
  }

  assert {
    condition     = output.nodes == ["shop-sessions-001", "shop-sessions-002"]
    error_message = "as CloudWatch names them: ${jsonencode(output.nodes)}"
  }
}

run "who_is_let_in" {
  command = plan

  module {
    source = "../../modules/sessions"
  }

  variables {
    services = ["flask-app", "shop-front"]
  }

  assert {
    condition     = { for service, user in aws_elasticache_user.service : service => [user.user_id, user.user_name, one(user.authentication_mode[*].type)] } == { "flask-app" = ["shop-flask-app", "shop-flask-app", "iam"], "shop-front" = ["shop-shop-front", "shop-shop-front", "iam"] }
    error_message = "a user for each, by IAM"
  }

  assert {
    condition     = alltrue([for user in aws_elasticache_user.service : startswith(user.access_string, "on ~sessions:* resetchannels -@all ") && !can(regex("\\+@(all|admin|dangerous|keyspace)", user.access_string)) && length(coalesce(user.passwords, [])) == 0])
    error_message = "for the keys of sessions, and without a password"
  }

  assert {
    condition = jsondecode(output.statements["flask-app"]).Statement == [{
      Sid      = "Sessions"
      Effect   = "Allow"
      Action   = "elasticache:Connect"
      Resource = ["arn:aws:elasticache:ap-south-1:123456789012:user:shop-flask-app", "arn:aws:elasticache:ap-south-1:123456789012:replicationgroup:shop-sessions"]
    }]
    error_message = "as itself, and there: ${output.statements["flask-app"]}"
  }
}

run "one_node_has_nobody_to_take_over" {
  command = plan

  module {
    source = "../../modules/sessions"
  }

  variables {
    replicas = 0
  }

  assert {
    condition     = aws_elasticache_replication_group.this.num_cache_clusters == 1 && !aws_elasticache_replication_group.this.multi_az_enabled && !aws_elasticache_replication_group.this.automatic_failover_enabled
    error_message = "ElastiCache refuses a failover to nobody"
  }
}

run "nobody_is_refused" {
  command = plan

  module {
    source = "../../modules/sessions"
  }

  variables {
    services = []
  }

  expect_failures = [var.services]
}

run "half_a_replica_is_refused" {
  command = plan

  module {
    source = "../../modules/sessions"
  }

  variables {
    replicas = 1.5
  }

  expect_failures = [var.replicas]
}

run "redis_is_another_engine" {
  command = plan

  module {
    source = "../../modules/sessions"
  }

  variables {
    engine_version = "7.1"
  }

  expect_failures = [var.engine_version]
}

run "a_class_of_another_service_is_refused" {
  command = plan

  module {
    source = "../../modules/sessions"
  }

  variables {
    node_type = "db.t4g.micro"
  }

  expect_failures = [var.node_type]
}

run "too_long_a_name_is_refused" {
  command = plan

  module {
    source = "../../modules/sessions"
  }

  variables {
    name = "a-name-of-more-than-thirty-one-letters"
  }

  expect_failures = [var.name]
}

run "snapshots_for_longer_than_elasticache_keeps_them_are_refused" {
  command = plan

  module {
    source = "../../modules/sessions"
  }

  variables {
    snapshot_days = 36
  }

  expect_failures = [var.snapshot_days]
}

run "a_user_of_more_than_40_characters_is_refused" {
  command = plan

  module {
    source = "../../modules/sessions"
  }

  variables {
    name     = "a-shop-with-a-rather-long-name"
    services = ["orders-and-returns"]
  }

  expect_failures = [var.services]
}
