# The master's password where RDS does not keep it: written, never read back.
resource "aws_secretsmanager_secret" "master" {
  # checkov:skip=CKV_AWS_149: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV2_AWS_57: Changed by raising master_password_version, as the instance must be given it too
  count = local.kept_by_rds ? 0 : 1

  name                    = "${var.name}/database/master"
  description             = "Master user of ${var.name}-postgres: username and password"
  recovery_window_in_days = 7
}

# After the instance, so that it never tells a password that the instance has refused.
resource "aws_secretsmanager_secret_version" "master" {
  count = local.kept_by_rds ? 0 : 1

  secret_id                = aws_secretsmanager_secret.master[0].id
  secret_string_wo         = jsonencode({ username = var.username, password = local.password })
  secret_string_wo_version = var.master_password_version

  depends_on = [aws_db_instance.this]
}
