locals {
  groups = merge(
    { alb = module.alb.security_group_id, database = local.database.security_group_id },
    { for name, service in module.service : name => service.security_group_id },
    { for each in module.application_role : "application-role" => each.security_group_id },
    { for each in module.files : "files" => each.security_group_id },
    { for each in module.sessions : "sessions" => each.security_group_id },
  )

  # Who may talk to whom, and on which port; nothing else gets through.
  paths = merge(
    { "alb-nginx" = { from = "alb", to = "nginx", port = 8080 } },
    { for name in keys(local.routed) : "alb-${name}" => { from = "alb", to = name, port = local.ports[name] } },
    merge([
      for name, given in local.given : {
        for caller in given.callers : "${caller}-${name}" => { from = caller, to = name, port = local.ports[name] }
      }
    ]...),
    { for name in keys(local.stored) : "${name}-database" => { from = name, to = "database", port = 5432 } },
    { for name in toset(flatten([for each in var.files : tolist(each.services)])) : "${name}-files" => { from = name, to = "files", port = 2049 } },
    { for name in local.with_sessions : "${name}-sessions" => { from = name, to = "sessions", port = 6379 } },
    { for each in module.application_role : "application-role-database" => { from = "application-role", to = "database", port = 5432 } },
  )
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
