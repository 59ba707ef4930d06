resource "aws_security_group" "this" {
  name        = "${var.name}-alb"
  description = "Load balancer of ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-alb" }
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  # checkov:skip=CKV_AWS_260: It faces the internet; port 80 redirects
  for_each = { http = 80, https = 443 }

  security_group_id = aws_security_group.this.id
  description       = "${upper(each.key)} from anywhere"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_lb" "this" {
  # checkov:skip=CKV_AWS_150: A variable, on in production
  # checkov:skip=CKV2_AWS_28: A web application firewall is a choice of its own, priced per rule and request; nginx limits the rate
  # checkov:skip=CKV2_AWS_20: It redirects as soon as there is a certificate, and production refuses to do without
  name                       = "${var.name}-alb"
  load_balancer_type         = "application"
  internal                   = false
  subnets                    = var.subnet_ids
  security_groups            = [aws_security_group.this.id]
  idle_timeout               = 60
  drop_invalid_header_fields = true
  enable_deletion_protection = var.deletion_protection

  dynamic "access_logs" {
    for_each = var.access_logs_bucket != null ? [var.access_logs_bucket] : []

    content {
      bucket  = access_logs.value
      prefix  = var.name
      enabled = true
    }
  }
}

resource "aws_lb_target_group" "this" {
  # checkov:skip=CKV_AWS_378: TLS ends at the load balancer; behind it are private subnets and one port
  for_each = toset(var.blue_green ? ["blue", "green"] : ["blue"])

  # 32 characters at most, so the second one gives up the service's name.
  name                 = each.key == "blue" ? "${var.name}-${var.target.name}" : "${var.name}-green"
  vpc_id               = var.vpc_id
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = var.target.port
  deregistration_delay = var.target.deregistration_delay

  health_check {
    path                = var.target.health_check_path
    matcher             = "200"
    interval            = var.target.interval
    timeout             = var.target.timeout
    healthy_threshold   = var.target.healthy_threshold
    unhealthy_threshold = var.target.unhealthy_threshold
  }

  stickiness {
    type    = "lb_cookie"
    enabled = var.target.sticky
  }
}

resource "aws_lb_listener" "http" {
  # checkov:skip=CKV_AWS_2: Redirects when there is a certificate
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = var.https ? "redirect" : "forward"
    target_group_arn = var.https ? null : aws_lb_target_group.this["blue"].arn

    dynamic "redirect" {
      for_each = var.https ? [443] : []

      content {
        port        = redirect.value
        protocol    = "HTTPS"
        status_code = "HTTP_301"
      }
    }
  }
}

resource "aws_lb_listener" "https" {
  count = var.https ? 1 : 0

  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["blue"].arn
  }
}
