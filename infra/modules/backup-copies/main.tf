# A key belongs to its region: what is encrypted there cannot be read with the one here.
resource "aws_kms_key" "this" {
  # checkov:skip=CKV2_AWS_64: The default policy: who may administer the account may use it
  description             = "Copies of the backups of ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

# Snapshots and transaction logs, so that any moment of the days kept can be restored there.
resource "aws_db_instance_automated_backups_replication" "this" {
  source_db_instance_arn = var.database_arn
  kms_key_id             = aws_kms_key.this.arn
  retention_period       = var.backup_days
}
