output "addresses" {
  description = "The fixed addresses, one per zone."
  value       = aws_eip.this[*].public_ip
}

output "dns_name" {
  value = aws_lb.this.dns_name
}

output "zone_id" {
  value = aws_lb.this.zone_id
}

output "arn" {
  value = aws_lb.this.arn
}

output "security_group_id" {
  value = aws_security_group.this.id
}
