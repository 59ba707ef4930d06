# Made in this account and kept out of the state: the value is written, never read back.
resource "aws_secretsmanager_secret" "this" {
  # checkov:skip=CKV_AWS_149: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV2_AWS_57: Changed by raising password_version: the task gives it to the role, and tasks of services read it when they start
  name                    = "${var.name}/database/${var.username}"
  description             = "Role ${var.username} of the database: username and password"
  recovery_window_in_days = 7
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id                = aws_secretsmanager_secret.this.id
  secret_string_wo         = jsonencode({ username = var.username, password = uuid() })
  secret_string_wo_version = var.password_version
}

resource "aws_security_group" "this" {
  # checkov:skip=CKV2_AWS_5: The one-off task takes it when it is started, by output application_role
  name        = "${var.name}-application-role"
  description = "The task that makes the role of the application in ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-application-role" }
}

resource "aws_vpc_security_group_egress_rule" "https" {
  security_group_id = aws_security_group.this.id
  description       = "HTTPS to AWS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_cloudwatch_log_group" "this" {
  # checkov:skip=CKV_AWS_158: Encrypted with the key AWS manages for the service; a key of our own would cost per month and protect from nobody else
  # checkov:skip=CKV_AWS_338: A variable
  name              = "/ecs/${var.name}/application-role"
  retention_in_days = var.log_retention_days
}

# Of all tasks this one alone is given the master's password.
resource "aws_ecs_task_definition" "this" {
  # checkov:skip=CKV_AWS_249: It has no task role: it calls nothing of AWS
  family                   = "${var.name}-application-role"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  cpu                      = "256"
  memory                   = "512"
  execution_role_arn       = aws_iam_role.execution.arn

  container_definitions = jsonencode([{
    name                   = "psql"
    image                  = var.image
    essential              = true
    entryPoint             = ["sh", "-c"]
    command                = [file("${path.module}/make-role.sh")]
    user                   = "10001:10001"
    readonlyRootFilesystem = true
    environment            = [for key, value in local.environment : { name = key, value = value }]

    linuxParameters = {
      initProcessEnabled = true
      capabilities       = { add = [], drop = ["ALL"] }
      tmpfs              = [{ containerPath = "/tmp", size = 16, mountOptions = ["nosuid", "nodev", "noexec"] }]
    }

    secrets = [
      { name = "APPLICATION_PASSWORD", valueFrom = "${aws_secretsmanager_secret.this.arn}:password::" },
      { name = "PGPASSWORD", valueFrom = "${var.database.secret_arn}:password::" },
    ]

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.this.name
        awslogs-region        = var.region
        awslogs-stream-prefix = "ecs"
      }
    }
  }])

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }
}

locals {
  environment = merge(
    {
      APPLICATION_USER  = var.username
      PGCONNECT_TIMEOUT = "10"
      PGDATABASE        = var.database.name
      PGHOST            = var.database.address
      PGPORT            = tostring(var.database.port)
      PGSSLMODE         = var.database.ca_pem == null ? "require" : "verify-full"
      PGUSER            = var.database.username
      SQL               = file("${path.module}/application-role.sql")
    },
    var.database.ca_pem == null ? {} : { CA_PEM = var.database.ca_pem },
  )
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:ecs:${var.region}:${var.account_id}:*"]
    }
  }
}

resource "aws_iam_role" "execution" {
  name               = "${var.name}-application-role-execution"
  description        = "Starts the task that makes the role of the application"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "execution" {
  name = "start-tasks"
  role = aws_iam_role.execution.id

  # Not a data source: one that names a resource of this module is read only while it is applied.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:${var.region}:${var.account_id}:log-group:/ecs/${var.name}/application-role:log-stream:*"
      },
      {
        Sid      = "Secrets"
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = [aws_secretsmanager_secret.this.arn, var.database.secret_arn]
      },
    ]
  })
}
