# One per zone, kept while anything else is made anew: they are in the firewalls of others.
resource "aws_eip" "this" {
  # checkov:skip=CKV2_AWS_19: The load balancer has them, by subnet_mapping; the check knows instances alone
  count = length(var.subnet_ids)

  domain = "vpc"

  tags = { Name = "${var.name}-nlb-${count.index + 1}" }
}

# AWS takes a group only when the load balancer is made.
resource "aws_security_group" "this" {
  name        = "${var.name}-nlb"
  description = "Fixed addresses of ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-nlb" }
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  # checkov:skip=CKV_AWS_260: It faces the internet; port 80 redirects
  for_each = local.ports

  security_group_id = aws_security_group.this.id
  description       = "Port ${each.key} from anywhere"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_vpc_security_group_egress_rule" "alb" {
  for_each = local.ports

  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = var.alb.security_group_id
  description                  = "Port ${each.key} to the application load balancer"
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_lb" "this" {
  # checkov:skip=CKV_AWS_150: A variable, on in production
  # checkov:skip=CKV_AWS_91: The application load balancer behind it logs the requests
  # checkov:skip=CKV2_AWS_28: A web application firewall stands before the application load balancer
  # checkov:skip=CKV2_AWS_20: It knows no HTTP; the application load balancer redirects
  name                             = "${var.name}-nlb"
  load_balancer_type               = "network"
  internal                         = false
  security_groups                  = [aws_security_group.this.id]
  enable_cross_zone_load_balancing = true
  enable_deletion_protection       = var.deletion_protection

  dynamic "subnet_mapping" {
    for_each = var.subnet_ids

    content {
      subnet_id     = subnet_mapping.value
      allocation_id = aws_eip.this[subnet_mapping.key].id
    }
  }
}

# 32 characters at most.
resource "aws_lb_target_group" "this" {
  # checkov:skip=CKV_AWS_378: TLS ends at the application load balancer
  for_each = local.ports

  name        = "${var.name}-${each.key}"
  vpc_id      = var.vpc_id
  target_type = "alb"
  protocol    = "TCP"
  port        = each.value

  # Port 80 redirects where there is a certificate.
  health_check {
    protocol = each.value == 443 ? "HTTPS" : "HTTP"
    path     = var.alb.health_check_path
    matcher  = "200-399"
  }
}

resource "aws_lb_target_group_attachment" "this" {
  for_each = local.ports

  target_group_arn = aws_lb_target_group.this[each.key].arn
  target_id        = var.alb.arn
  port             = each.value
}

resource "aws_lb_listener" "this" {
  # checkov:skip=CKV_AWS_2: TCP: TLS ends at the application load balancer
  # checkov:skip=CKV_AWS_103: As above
  for_each = local.ports

  load_balancer_arn = aws_lb.this.arn
  port              = each.value
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this[each.key].arn
  }
}

locals {
  ports = { for port in var.alb.https ? [80, 443] : [80] : tostring(port) => port }
}
