locals {
  # A target group's name has 32 characters at most: of a longer one a hash tells it from its like.
  route_names = {
    for name in keys(var.routes) : name => length("${var.name}-${name}") <= 32 ? "${var.name}-${name}" : "${trimsuffix(substr("${var.name}-${name}", 0, 27), "-")}-${substr(sha1(name), 0, 4)}"
  }
}

resource "aws_lb_target_group" "route" {
  # checkov:skip=CKV_AWS_378: TLS ends at the load balancer; behind it are private subnets and one port
  for_each = var.routes

  name                 = local.route_names[each.key]
  vpc_id               = var.vpc_id
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = each.value.port
  deregistration_delay = each.value.deregistration_delay

  health_check {
    path                = each.value.health_check_path
    matcher             = "200"
    interval            = var.target.interval
    timeout             = var.target.timeout
    healthy_threshold   = var.target.healthy_threshold
    unhealthy_threshold = var.target.unhealthy_threshold
  }
}

resource "aws_lb_listener_rule" "route" {
  for_each = var.routes

  listener_arn = var.https ? aws_lb_listener.https[0].arn : aws_lb_listener.http.arn
  priority     = each.value.priority

  dynamic "condition" {
    for_each = length(each.value.paths) > 0 ? [each.value.paths] : []

    content {
      path_pattern {
        values = condition.value
      }
    }
  }

  dynamic "condition" {
    for_each = each.value.host != null ? [each.value.host] : []

    content {
      host_header {
        values = [condition.value]
      }
    }
  }

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.route[each.key].arn
  }
}
