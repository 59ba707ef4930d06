# What a plan asks. A pull request chooses what runs with it, so it reads how things are set up, and no log, no object, no
# secret but the one that the provider reads to plan.
data "aws_iam_policy_document" "read" {
  # checkov:skip=CKV_AWS_356: Describing knows no resource in most of these
  # checkov:skip=CKV_AWS_107: Passwords of a cache and a database in private subnets, which the provider wants to see
  statement {
    sid       = "State"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::${var.state_bucket}/environments/${var.environment}.tfstate"]
  }

  statement {
    sid       = "StateList"
    actions   = ["s3:ListBucket"]
    resources = ["arn:aws:s3:::${var.state_bucket}"]
  }

  statement {
    sid = "Describe"
    actions = [
      "acm:DescribeCertificate",
      "acm:ListTagsForCertificate",
      "application-autoscaling:Describe*",
      "application-autoscaling:ListTagsForResource",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:GetDashboard",
      "cloudwatch:ListTagsForResource",
      "ec2:Describe*",
      "ecs:Describe*",
      "ecs:List*",
      "elasticache:Describe*",
      "elasticfilesystem:Describe*",
      "elasticfilesystem:ListTagsForResource",
      "elasticache:ListTagsForResource",
      "elasticloadbalancing:Describe*",
      "events:Describe*",
      "events:List*",
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListResourceTags",
      "logs:Describe*",
      "logs:ListTagsForResource",
      "rds:Describe*",
      "rds:ListTagsForResource",
      "route53:GetChange",
      "route53:GetHostedZone",
      "route53:ListResourceRecordSets",
      "route53:ListTagsForResource",
      "scheduler:GetSchedule",
      "scheduler:GetScheduleGroup",
      "scheduler:ListTagsForResource",
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetResourcePolicy",
      "servicediscovery:GetNamespace",
      "servicediscovery:GetOperation",
      "servicediscovery:ListTagsForResource",
      "sns:GetSubscriptionAttributes",
      "sns:GetTopicAttributes",
      "sns:ListTagsForResource",
      "ssm:DescribeParameters",
      "ssm:ListTagsForResource",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "Roles"
    actions   = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies", "iam:ListRoleTags"]
    resources = ["arn:aws:iam::${var.account_id}:role/${var.name}-*"]
  }

  statement {
    sid       = "Parameters"
    actions   = ["ssm:GetParameter", "ssm:GetParameters"]
    resources = ["arn:aws:ssm:${local.here}:parameter/${var.name}/*"]
  }

  dynamic "statement" {
    for_each = var.synthetic_check ? [1] : []

    content {
      sid       = "HealthChecks"
      actions   = ["route53:GetHealthCheck"]
      resources = ["arn:aws:route53:::healthcheck/*"]
    }
  }

  # They are written only, and read back all the same.
  statement {
    sid       = "WrittenPasswords"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [for each in ["database/application", "database/master", "redis/password"] : "arn:aws:secretsmanager:${local.here}:secret:${var.name}/${each}-*"]
  }
}

# What an apply does beside. Of these services it may do everything in this region: who may change a network and a role is
# an administrator of what is in it. What keeps environments apart is the GitHub environment's reviewers, and an account of
# its own where that is not enough.
data "aws_iam_policy_document" "change" {
  # checkov:skip=CKV_AWS_356: Creating knows no resource yet
  # checkov:skip=CKV_AWS_111: Within one region
  # checkov:skip=CKV_AWS_109: Roles of this environment only, and never these two
  # checkov:skip=CKV_AWS_107: Secrets are among what it makes
  # checkov:skip=CKV2_AWS_40: Roles of this environment only
  statement {
    sid       = "State"
    actions   = ["s3:PutObject"]
    resources = [for suffix in ["", ".tflock"] : "arn:aws:s3:::${var.state_bucket}/environments/${var.environment}.tfstate${suffix}"]
  }

  statement {
    sid       = "Lock"
    actions   = ["s3:DeleteObject", "s3:GetObject"]
    resources = ["arn:aws:s3:::${var.state_bucket}/environments/${var.environment}.tfstate.tflock"]
  }

  statement {
    sid = "Services"
    actions = [
      "acm:*",
      "application-autoscaling:*",
      "cloudwatch:*",
      "ec2:*",
      "ecs:*",
      "elasticache:*",
      "elasticfilesystem:*",
      "elasticloadbalancing:*",
      "events:*",
      "kms:*",
      "logs:*",
      "rds:*",
      "scheduler:*",
      "secretsmanager:*",
      "servicediscovery:*",
      "sns:*",
      "ssm:*Parameter*",
      "ssm:AddTagsToResource",
      "ssm:RemoveTagsFromResource",
    ]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = [var.region]
    }
  }

  # The module backup-copies in a region of its own: its key, and copies that begin and end.
  dynamic "statement" {
    for_each = var.backup_region != null ? [1] : []

    content {
      sid = "BackupCopies"
      actions = [
        "kms:CreateGrant",
        "kms:CreateKey",
        "kms:EnableKeyRotation",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateKeyDescription",
        "rds:StartDBInstanceAutomatedBackupsReplication",
        "rds:StopDBInstanceAutomatedBackupsReplication",
      ]
      resources = ["*"]

      condition {
        test     = "StringEquals"
        variable = "aws:RequestedRegion"
        values   = [var.backup_region]
      }
    }
  }

  # The module synthetic-check, in the one region where Route 53 has the metrics of its checks; a call of Route 53 itself counts as one of there.
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
  dynamic "statement" {
    for_each = var.synthetic_check ? [1] : []

    content {
      sid = "SyntheticCheck"
      actions = [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
        "kms:CreateKey",
        "kms:EnableKeyRotation",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateKeyDescription",
        "route53:ChangeTagsForResource",
        "route53:CreateHealthCheck",
        "route53:DeleteHealthCheck",
        "route53:UpdateHealthCheck",
        "sns:CreateTopic",
        "sns:DeleteTopic",
        "sns:SetTopicAttributes",
        "sns:Subscribe",
        "sns:TagResource",
        "sns:Unsubscribe",
        "sns:UntagResource",
      ]
      resources = ["*"]

      condition {
        test     = "StringEquals"
        variable = "aws:RequestedRegion"
        values   = ["us-east-1"]
      }
    }
  }

  # The names of the certificate and of the service: Route 53 is in no region.
  statement {
    sid       = "Records"
    actions   = ["route53:ChangeResourceRecordSets"]
    resources = ["arn:aws:route53:::hostedzone/*"]
  }

  statement {
    sid = "RolesOfServices"
    actions = [
      "iam:CreateRole",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:PutRolePolicy",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ]
    resources = ["arn:aws:iam::${var.account_id}:role/${var.name}-*"]
  }

  statement {
    sid       = "RoleOfBlueGreen"
    actions   = ["iam:AttachRolePolicy", "iam:DetachRolePolicy"]
    resources = ["arn:aws:iam::${var.account_id}:role/${var.name}-ecs-infrastructure"]

    condition {
      test     = "ArnEquals"
      variable = "iam:PolicyARN"
      values   = ["arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"]
    }
  }

  statement {
    sid       = "PassRole"
    actions   = ["iam:PassRole"]
    resources = ["arn:aws:iam::${var.account_id}:role/${var.name}-*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ecs-tasks.amazonaws.com", "ecs.amazonaws.com", "scheduler.amazonaws.com", "vpc-flow-logs.amazonaws.com"]
    }
  }

  statement {
    sid       = "ServiceLinkedRoles"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["arn:aws:iam::${var.account_id}:role/aws-service-role/*"]

    condition {
      test     = "StringEquals"
      variable = "iam:AWSServiceName"
      values   = ["ecs.amazonaws.com", "ecs.application-autoscaling.amazonaws.com", "elasticache.amazonaws.com", "elasticfilesystem.amazonaws.com", "elasticloadbalancing.amazonaws.com", "rds.amazonaws.com"]
    }
  }

  # Neither its own rights nor those of another environment's roles, whose names begin as production's do.
  statement {
    sid       = "NotTheseRoles"
    effect    = "Deny"
    actions   = ["iam:Attach*", "iam:Create*", "iam:Delete*", "iam:Detach*", "iam:PassRole", "iam:Put*", "iam:Update*"]
    resources = ["arn:aws:iam::${var.account_id}:role/*-plan", "arn:aws:iam::${var.account_id}:role/*-infra"]
  }
}
