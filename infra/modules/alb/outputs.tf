output "dns_name" {
  value = aws_lb.this.dns_name
}

output "zone_id" {
  value = aws_lb.this.zone_id
}

output "arn_suffix" {
  description = "The load balancer as CloudWatch's dimension names it."
  value       = aws_lb.this.arn_suffix
}

output "target_group_arn_suffix" {
  value = aws_lb_target_group.this["blue"].arn_suffix
}

output "green_arn_suffix" {
  description = "Of the second target group; null without blue/green."
  value       = one([for key, each in aws_lb_target_group.this : each.arn_suffix if key == "green"])
}

output "security_group_id" {
  value = aws_security_group.this.id
}

output "target_group_arn" {
  value = aws_lb_target_group.this["blue"].arn

  # ECS refuses a target group that no load balancer uses yet. With blue/green it moves traffic by the rules and the
  # role until the service is gone: a destroy must not take those first.
  depends_on = [
    aws_lb_listener.http,
    aws_lb_listener.https,
    aws_lb_listener_rule.production,
    aws_lb_listener_rule.test,
    aws_iam_role_policy_attachment.infrastructure,
  ]
}

output "routes" {
  description = "The target group of each of the routes: arn, and arn_suffix for CloudWatch."
  value       = { for name, each in aws_lb_target_group.route : name => { arn = each.arn, arn_suffix = each.arn_suffix } }

  # ECS refuses a target group that no load balancer uses yet.
  depends_on = [aws_lb_listener_rule.route]
}

output "rules" {
  description = "By which rule the load balancer leads to each of the routes."
  value = { for name, rule in aws_lb_listener_rule.route : name => {
    priority     = rule.priority
    paths        = toset(flatten(rule.condition[*].path_pattern[*].values[*]))
    hosts        = toset(flatten(rule.condition[*].host_header[*].values[*]))
    target_group = rule.action[0].target_group_arn
  } }
}

output "arn" {
  value = aws_lb.this.arn
}

output "listener_arn" {
  description = "The listener that forwards: HTTPS where there is a certificate."
  value       = var.https ? aws_lb_listener.https[0].arn : aws_lb_listener.http.arn
}

output "blue_green" {
  description = "What a strategy in evenkeel.yml names, under the keys it has there; null when it is off."
  value = var.blue_green ? {
    alternate-target-group   = aws_lb_target_group.this["green"].arn
    production-listener-rule = aws_lb_listener_rule.production[0].arn
    test-listener-rule       = aws_lb_listener_rule.test[0].arn
    role                     = aws_iam_role.infrastructure[0].arn
  } : null
}

output "listening_arn" {
  description = "The load balancer, once it listens: what another load balancer may name as its target."
  value       = aws_lb.this.arn

  depends_on = [aws_lb_listener.http, aws_lb_listener.https]
}
