locals {
  # RDS reckons 9.5 MB per connection, of the memory that it does not need itself: about 80 per GiB, and 5000 at most.
  size        = split(".", var.instance_class)
  gib         = lookup({ micro = 1, small = 2, medium = 4, large = 8, xlarge = 16, "2xlarge" = 32 }, local.size[2], 64)
  connections = min(5000, 80 * local.gib * (startswith(local.size[1], "r") ? 2 : 1))

  # RDS keeps the master's password but where it refuses to: source of a replica, blue/green.
  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
  kept_by_rds = var.read_replica == null && !var.blue_green_updates
  password    = uuid() # Of one apply: the instance and its secret are given the same.
}

# When the database was made: a snapshot's name is taken for good, and the next database of this name wants one too.
resource "terraform_data" "made" {
  input = formatdate("YYYYMMDDhhmm", plantimestamp())

  lifecycle {
    ignore_changes = [input]
  }
}

resource "aws_security_group" "this" {
  name        = "${var.name}-database"
  description = "PostgreSQL of ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-database" }
}

resource "aws_db_subnet_group" "this" {
  name       = "${var.name}-postgres"
  subnet_ids = var.subnet_ids
}

resource "aws_db_parameter_group" "this" {
  name   = "${var.name}-postgres${var.engine_version}"
  family = "postgres${var.engine_version}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  # Milliseconds: what is slower than this is worth a log line.
  parameter {
    name  = "log_min_duration_statement"
    value = "500"
  }

  # Blue/green copies a change of the major version by logical replication.
  dynamic "parameter" {
    for_each = var.blue_green_updates ? ["rds.logical_replication"] : []

    content {
      name         = parameter.value
      value        = "1"
      apply_method = "pending-reboot"
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "this" {
  # checkov:skip=CKV_AWS_158: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV_AWS_338: Slow queries of last year help nobody
  name              = "/aws/rds/instance/${var.name}-postgres/postgresql"
  retention_in_days = 30
}

resource "aws_db_instance" "this" {
  # checkov:skip=CKV_AWS_293: A variable, on by default
  # checkov:skip=CKV_AWS_133: A variable, seven days by default
  # checkov:skip=CKV_AWS_157: A variable, on by default; dev saves it
  # checkov:skip=CKV_AWS_353: Performance Insights is at its end of life; the alarms and slow-query log do for one small instance
  # checkov:skip=CKV_AWS_118: The minute values of CloudWatch are enough for a database of this size
  identifier                          = "${var.name}-postgres"
  engine                              = "postgres"
  engine_version                      = var.engine_version
  allow_major_version_upgrade         = var.major_upgrade
  auto_minor_version_upgrade          = true
  instance_class                      = var.instance_class
  allocated_storage                   = var.storage_gb
  max_allocated_storage               = var.max_storage_gb
  storage_type                        = "gp3"
  storage_encrypted                   = true
  db_name                             = var.database_name
  username                            = var.username
  manage_master_user_password         = local.kept_by_rds ? true : null
  password_wo                         = local.kept_by_rds ? null : local.password
  password_wo_version                 = local.kept_by_rds ? null : var.master_password_version
  iam_database_authentication_enabled = true
  multi_az                            = var.multi_az
  publicly_accessible                 = false
  db_subnet_group_name                = aws_db_subnet_group.this.name
  vpc_security_group_ids              = [aws_security_group.this.id]
  parameter_group_name                = aws_db_parameter_group.this.name
  ca_cert_identifier                  = "rds-ca-rsa2048-g1"
  backup_retention_period             = var.backup_days
  copy_tags_to_snapshot               = true
  deletion_protection                 = var.deletion_protection
  skip_final_snapshot                 = var.skip_final_snapshot
  final_snapshot_identifier           = var.skip_final_snapshot ? null : "${var.name}-postgres-final-${terraform_data.made.input}"
  enabled_cloudwatch_logs_exports     = ["postgresql"]
  apply_immediately                   = var.apply_immediately

  dynamic "blue_green_update" {
    for_each = var.blue_green_updates ? [true] : []

    content {
      enabled = blue_green_update.value
    }
  }

  # The secret, as an apply that fails at it would leave the instance with a password that nobody has.
  depends_on = [aws_cloudwatch_log_group.this, aws_secretsmanager_secret.master]
}

# RDS owns the secret; its own default of seven days would often catch tasks that still hold the old password.
resource "aws_secretsmanager_secret_rotation" "password" {
  # checkov:skip=CKV_AWS_304: 90 days by default; a variable
  count = local.kept_by_rds && var.password_rotation_days > 0 ? 1 : 0

  secret_id          = one(aws_db_instance.this.master_user_secret[*].secret_arn)
  rotate_immediately = false

  rotation_rules {
    automatically_after_days = var.password_rotation_days
  }
}
