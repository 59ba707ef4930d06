# A copy that can be read from, a moment behind. It is no standby: nothing fails over to it by itself.
resource "aws_db_instance" "replica" {
  # checkov:skip=CKV_AWS_293: It can be made again from the instance
  # checkov:skip=CKV_AWS_133: Backups are those of the instance
  # checkov:skip=CKV_AWS_157: The instance has the standby
  # checkov:skip=CKV_AWS_353: As for the instance
  # checkov:skip=CKV_AWS_118: As for the instance
  count = var.read_replica == null ? 0 : 1

  identifier                          = "${var.name}-postgres-replica"
  replicate_source_db                 = aws_db_instance.this.identifier
  instance_class                      = coalesce(var.read_replica.instance_class, var.instance_class)
  storage_type                        = "gp3"
  storage_encrypted                   = true
  max_allocated_storage               = var.max_storage_gb
  auto_minor_version_upgrade          = true
  iam_database_authentication_enabled = true
  publicly_accessible                 = false
  vpc_security_group_ids              = [aws_security_group.this.id]
  parameter_group_name                = aws_db_parameter_group.this.name
  ca_cert_identifier                  = "rds-ca-rsa2048-g1"
  copy_tags_to_snapshot               = true
  skip_final_snapshot                 = true
  apply_immediately                   = var.apply_immediately
  enabled_cloudwatch_logs_exports     = ["postgresql"]

  depends_on = [aws_cloudwatch_log_group.replica]
}

resource "aws_cloudwatch_log_group" "replica" {
  # checkov:skip=CKV_AWS_158: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV_AWS_338: Slow queries of last year help nobody
  count = var.read_replica == null ? 0 : 1

  name              = "/aws/rds/instance/${var.name}-postgres-replica/postgresql"
  retention_in_days = 30
}
