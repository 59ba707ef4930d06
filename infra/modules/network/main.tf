locals {
  # By name, so that neither another order nor one more zone moves what there is.
  zone_names = sort(var.availability_zones)
  zones      = { for index, zone in local.zone_names : zone => index }

  # Third octets 1…, 11… and 21… when the VPC is a /16: those of zone a, then b, up to j.
  cidrs = var.subnets != null ? var.subnets : {
    for tier, first in { public = 1, private = 11, database = 21 } :
    tier => [for zone in local.zone_names : cidrsubnet(var.cidr, 8, first + parseint(substr(zone, -1, 1), 36) - 10)]
  }
  all_cidrs = concat(local.cidrs.public, local.cidrs.private, local.cidrs.database)

  # First and last address of each range as a number, for the preconditions.
  spans = [
    for cidr in local.all_cidrs : {
      first = sum([for index, octet in split(".", cidrhost(cidr, 0)) : tonumber(octet) * pow(256, 3 - index)])
      last  = sum([for index, octet in split(".", cidrhost(cidr, -1)) : tonumber(octet) * pow(256, 3 - index)])
    }
  ]
  vpc_span = {
    first = sum([for index, octet in split(".", cidrhost(var.cidr, 0)) : tonumber(octet) * pow(256, 3 - index)])
    last  = sum([for index, octet in split(".", cidrhost(var.cidr, -1)) : tonumber(octet) * pow(256, 3 - index)])
  }

  nat_zones = var.single_nat ? slice(local.zone_names, 0, 1) : local.zone_names
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }

  lifecycle {
    precondition {
      condition     = alltrue([for tier in values(local.cidrs) : length(tier) == length(var.availability_zones)])
      error_message = "Each tier needs exactly one subnet per availability zone."
    }

    # A load balancer wants eight free addresses in each of its subnets, and AWS keeps five of every subnet.
    precondition {
      condition     = alltrue([for cidr in local.all_cidrs : tonumber(split("/", cidr)[1]) <= 27])
      error_message = "A subnet is a /27 at least: a load balancer wants eight free addresses, tasks one each. Found: ${join(", ", local.all_cidrs)}."
    }

    precondition {
      condition     = alltrue([for span in local.spans : span.first >= local.vpc_span.first && span.last <= local.vpc_span.last])
      error_message = "Each subnet must lie within the VPC's range ${var.cidr}; given: ${join(", ", local.all_cidrs)}."
    }

    precondition {
      condition = alltrue(flatten([
        for i, a in local.spans : [
          for j, b in local.spans : i >= j || a.last < b.first || b.last < a.first
        ]
      ]))
      error_message = "Subnets overlap; given: ${join(", ", local.all_cidrs)}."
    }
  }
}

# Nothing uses the default group; without rules nothing can start to.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-default-closed" }
}

resource "aws_subnet" "public" {
  for_each = local.zones

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = local.cidrs.public[each.value]

  tags = { Name = "${var.name}-public-${each.key}", Tier = "public" }
}

resource "aws_subnet" "private" {
  for_each = local.zones

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = local.cidrs.private[each.value]

  tags = { Name = "${var.name}-private-${each.key}", Tier = "private" }
}

resource "aws_subnet" "database" {
  for_each = local.zones

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = local.cidrs.database[each.value]

  tags = { Name = "${var.name}-database-${each.key}", Tier = "database" }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = var.name }
}

resource "aws_eip" "nat" {
  for_each = toset(local.nat_zones)

  domain = "vpc"

  tags = { Name = "${var.name}-nat-${each.key}" }
}

resource "aws_nat_gateway" "this" {
  for_each = toset(local.nat_zones)

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id

  tags = { Name = "${var.name}-${each.key}" }

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-public" }
}

resource "aws_route" "internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "public" {
  for_each = local.zones

  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table" "private" {
  for_each = local.zones

  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-private-${each.key}" }
}

resource "aws_route" "nat" {
  for_each = local.zones

  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[var.single_nat ? local.nat_zones[0] : each.key].id
}

resource "aws_route_table_association" "private" {
  for_each = local.zones

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

# No routes but the VPC's own: the database neither reaches the internet nor is reached from it.
resource "aws_route_table" "database" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-database" }
}

resource "aws_route_table_association" "database" {
  for_each = local.zones

  subnet_id      = aws_subnet.database[each.key].id
  route_table_id = aws_route_table.database.id
}
