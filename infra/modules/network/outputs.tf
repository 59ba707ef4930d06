output "vpc_id" {
  value = aws_vpc.this.id
}

output "public_subnet_ids" {
  value = [for zone in local.zone_names : aws_subnet.public[zone].id]
}

output "private_subnet_ids" {
  value = [for zone in local.zone_names : aws_subnet.private[zone].id]
}

output "database_subnet_ids" {
  value = [for zone in local.zone_names : aws_subnet.database[zone].id]
}

output "nat_gateway_ids" {
  value = { for zone, gateway in aws_nat_gateway.this : zone => gateway.id }
}
