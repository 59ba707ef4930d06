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

output "security_group_id" {
  value = aws_security_group.this.id
}

output "target_group_arn" {
  value = aws_lb_target_group.this["blue"].arn

  # ECS refuses a target group that no load balancer uses yet.
  depends_on = [aws_lb_listener.http, aws_lb_listener.https]
}

output "blue_green" {
  description = "What a blue/green deployment names in UpdateService; null when it is off."
  value = var.blue_green ? {
    alternate_target_group_arn = aws_lb_target_group.this["green"].arn
    production_listener_rule   = aws_lb_listener_rule.production[0].arn
    test_listener_rule         = aws_lb_listener_rule.test[0].arn
    role_arn                   = aws_iam_role.infrastructure[0].arn
  } : null
}
