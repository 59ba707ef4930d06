locals {
  groups = merge(
    { alb = module.alb.security_group_id, database = module.database.security_group_id },
    { for name, service in module.service : name => service.security_group_id },
  )

  # Who may talk to whom, and on which port; nothing else gets through.
  paths = {
    "alb-nginx"          = { from = "alb", to = "nginx", port = 8080 }
    "nginx-flask-app"    = { from = "nginx", to = "flask-app", port = 5000 }
    "flask-app-redis"    = { from = "flask-app", to = "redis", port = 6379 }
    "flask-app-database" = { from = "flask-app", to = "database", port = 5432 }
  }
}

resource "aws_vpc_security_group_egress_rule" "path" {
  for_each = local.paths

  security_group_id            = local.groups[each.value.from]
  referenced_security_group_id = local.groups[each.value.to]
  description                  = "${each.value.from} to ${each.value.to}"
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_ingress_rule" "path" {
  for_each = local.paths

  security_group_id            = local.groups[each.value.to]
  referenced_security_group_id = local.groups[each.value.from]
  description                  = "${each.value.from} to ${each.value.to}"
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}
