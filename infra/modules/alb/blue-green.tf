# ECS moves the weights of these rules between the target groups, so Terraform only sets them up.
resource "aws_lb_listener_rule" "production" {
  count = var.blue_green ? 1 : 0

  listener_arn = var.https ? aws_lb_listener.https[0].arn : aws_lb_listener.http.arn
  priority     = 100

  condition {
    path_pattern {
      values = ["/*"]
    }
  }

  action {
    type = "forward"

    forward {
      target_group {
        arn    = aws_lb_target_group.this["blue"].arn
        weight = 100
      }

      target_group {
        arn    = aws_lb_target_group.this["green"].arn
        weight = 0
      }
    }
  }

  lifecycle {
    ignore_changes = [action]
  }
}

resource "aws_lb_listener_rule" "test" {
  count = var.blue_green ? 1 : 0

  listener_arn = var.https ? aws_lb_listener.https[0].arn : aws_lb_listener.http.arn
  priority     = 10

  condition {
    http_header {
      http_header_name = var.test_header
      values           = ["test"]
    }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["green"].arn
  }

  lifecycle {
    ignore_changes = [action]
  }
}

data "aws_iam_policy_document" "infrastructure_trust" {
  count = var.blue_green ? 1 : 0

  # Without a condition, as AWS writes it; only the deploy role may pass it.
  # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs.amazonaws.com"]
    }
  }
}

# ECS assumes it to move traffic.
resource "aws_iam_role" "infrastructure" {
  count = var.blue_green ? 1 : 0

  name               = "${var.name}-ecs-infrastructure"
  assume_role_policy = data.aws_iam_policy_document.infrastructure_trust[0].json
}

resource "aws_iam_role_policy_attachment" "infrastructure" {
  count = var.blue_green ? 1 : 0

  role       = aws_iam_role.infrastructure[0].name
  policy_arn = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"
}
