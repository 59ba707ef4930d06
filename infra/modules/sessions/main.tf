resource "aws_security_group" "this" {
  name        = "${var.name}-sessions"
  description = "Sessions of ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-sessions" }
}

resource "aws_elasticache_subnet_group" "this" {
  name       = "${var.name}-sessions"
  subnet_ids = var.subnet_ids
}

# A store that is full refuses new sessions, and ends none that somebody has.
resource "aws_elasticache_parameter_group" "this" {
  name   = "${var.name}-sessions-valkey${var.engine_version}"
  family = "valkey${var.engine_version}"

  parameter {
    name  = "maxmemory-policy"
    value = "noeviction"
  }

  lifecycle {
    create_before_destroy = true
  }
}

# One per service, which logs in with the rights of its task: there is no password. IAM wants user id and name alike.
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
resource "aws_elasticache_user" "service" {
  for_each = var.services

  user_id       = local.users[each.key]
  user_name     = local.users[each.key]
  engine        = "valkey"
  access_string = "on ~sessions:* resetchannels -@all +@connection +get +set +getex +del +expire"

  authentication_mode {
    type = "iam"
  }
}

resource "aws_elasticache_user_group" "this" {
  user_group_id = "${var.name}-sessions"
  engine        = "valkey"
  user_ids      = [for user in aws_elasticache_user.service : user.user_id]
}

resource "aws_elasticache_replication_group" "this" {
  # checkov:skip=CKV_AWS_31: Users log in by IAM; a token for all of them would be in the state
  # checkov:skip=CKV_AWS_191: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV2_AWS_50: A variable: a replica in another zone, by default, takes over
  replication_group_id       = local.cache
  description                = "Sessions of ${var.name}"
  engine                     = "valkey"
  engine_version             = "${var.engine_version}.0"
  node_type                  = var.node_type
  port                       = local.port
  num_cache_clusters         = 1 + var.replicas
  automatic_failover_enabled = var.replicas > 0
  multi_az_enabled           = var.replicas > 0
  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.this.id]
  parameter_group_name       = aws_elasticache_parameter_group.this.name
  user_group_ids             = [aws_elasticache_user_group.this.user_group_id]
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  at_rest_encryption_enabled = true
  auto_minor_version_upgrade = true
  snapshot_retention_limit   = var.snapshot_days
  apply_immediately          = var.apply_immediately
}

locals {
  port  = 6379
  cache = "${var.name}-sessions"
  users = { for service in var.services : service => "${var.name}-${service}" }
}

# What the task of each service needs to log in: the cache, and the user that is its own.
data "aws_iam_policy_document" "login" {
  for_each = var.services

  statement {
    sid     = "Sessions"
    actions = ["elasticache:Connect"]
    resources = [
      "arn:aws:elasticache:${var.region}:${var.account_id}:replicationgroup:${local.cache}",
      "arn:aws:elasticache:${var.region}:${var.account_id}:user:${local.users[each.key]}",
    ]
  }
}
