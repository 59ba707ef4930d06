locals {
  major = split(".", var.engine_version)[0]
  names = [for number in range(1, var.multi_az ? 3 : 2) : "${var.name}-aurora-${number}"]

  # An ACU has 2 GiB, and RDS reckons 9.5 MB of max_capacity per connection, but for what it needs itself; 2000 at most below one ACU.
  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
  connections = min(var.capacity.min < 1 ? 2000 : 5000, floor(180 * var.capacity.max))
}

# When the database was made: a snapshot's name is taken for good, and the next database of this name wants one too.
resource "terraform_data" "made" {
  input = formatdate("YYYYMMDDhhmm", plantimestamp())

  lifecycle {
    ignore_changes = [input]
  }
}

# No name here is one of the module database: an environment that goes from one to the other has both for a while.
resource "aws_security_group" "this" {
  name        = "${var.name}-aurora"
  description = "Aurora PostgreSQL of ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-aurora" }
}

resource "aws_db_subnet_group" "this" {
  name       = "${var.name}-aurora"
  subnet_ids = var.subnet_ids
}

resource "aws_rds_cluster_parameter_group" "this" {
  name   = "${var.name}-aurora-postgresql${local.major}"
  family = "aurora-postgresql${local.major}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  # Milliseconds: what is slower than this is worth a log line.
  parameter {
    name  = "log_min_duration_statement"
    value = "500"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "this" {
  # checkov:skip=CKV_AWS_158: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV_AWS_338: Slow queries of last year help nobody
  name              = "/aws/rds/cluster/${var.name}-aurora/postgresql"
  retention_in_days = 30
}

resource "aws_rds_cluster" "this" {
  # checkov:skip=CKV_AWS_139: A variable, on by default
  # checkov:skip=CKV_AWS_327: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV2_AWS_8: Its own backups are kept, by backup_days
  # checkov:skip=CKV2_AWS_27: Statements that take half a second are logged; all of them would hold what is in the tables
  cluster_identifier                  = "${var.name}-aurora"
  engine                              = "aurora-postgresql"
  engine_mode                         = "provisioned"
  engine_version                      = var.engine_version
  allow_major_version_upgrade         = var.major_upgrade
  database_name                       = var.database_name
  master_username                     = var.username
  manage_master_user_password         = true
  snapshot_identifier                 = var.snapshot
  storage_encrypted                   = true
  iam_database_authentication_enabled = true
  db_subnet_group_name                = aws_db_subnet_group.this.name
  vpc_security_group_ids              = [aws_security_group.this.id]
  db_cluster_parameter_group_name     = aws_rds_cluster_parameter_group.this.name
  backup_retention_period             = var.backup_days
  copy_tags_to_snapshot               = true
  deletion_protection                 = var.deletion_protection
  skip_final_snapshot                 = var.skip_final_snapshot
  final_snapshot_identifier           = var.skip_final_snapshot ? null : "${var.name}-aurora-final-${terraform_data.made.input}"
  enabled_cloudwatch_logs_exports     = ["postgresql"]
  apply_immediately                   = var.apply_immediately

  serverlessv2_scaling_configuration {
    min_capacity             = var.capacity.min
    max_capacity             = var.capacity.max
    seconds_until_auto_pause = var.capacity.min == 0 ? coalesce(var.capacity.pause_after, 300) : null
  }

  # What it was made from: another value, or none, would make it anew.
  lifecycle {
    ignore_changes = [snapshot_identifier]
  }

  depends_on = [aws_cloudwatch_log_group.this]
}

# The first writes. The second, in another zone, can be read from and takes over; it scales with the first (tiers 0 and 1).
resource "aws_rds_cluster_instance" "this" {
  # checkov:skip=CKV_AWS_353: Performance Insights is at its end of life; the alarms and slow-query log do
  # checkov:skip=CKV_AWS_118: The minute values of CloudWatch are enough
  for_each = toset(local.names)

  identifier                 = each.key
  cluster_identifier         = aws_rds_cluster.this.id
  engine                     = aws_rds_cluster.this.engine
  instance_class             = "db.serverless"
  db_subnet_group_name       = aws_db_subnet_group.this.name
  publicly_accessible        = false
  promotion_tier             = index(local.names, each.key)
  auto_minor_version_upgrade = true
  ca_cert_identifier         = "rds-ca-rsa2048-g1"
  copy_tags_to_snapshot      = true
  apply_immediately          = var.apply_immediately
}

# RDS owns the secret; its own default of seven days would often catch tasks that still hold the old password.
resource "aws_secretsmanager_secret_rotation" "password" {
  # checkov:skip=CKV_AWS_304: 90 days by default; a variable
  count = var.password_rotation_days > 0 ? 1 : 0

  secret_id          = one(aws_rds_cluster.this.master_user_secret[*].secret_arn)
  rotate_immediately = false

  rotation_rules {
    automatically_after_days = var.password_rotation_days
  }
}
