locals {
  certificate_arn = var.web.domain != null ? aws_acm_certificate_validation.this[0].certificate_arn : var.web.certificate_arn
}

resource "aws_acm_certificate" "this" {
  count = var.web.domain != null ? 1 : 0

  domain_name       = var.web.domain.name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  for_each = var.web.domain == null ? {} : {
    for option in aws_acm_certificate.this[0].domain_validation_options : option.domain_name => option
  }

  zone_id         = var.web.domain.zone_id
  name            = each.value.resource_record_name
  type            = each.value.resource_record_type
  records         = [each.value.resource_record_value]
  ttl             = 60
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  count = var.web.domain != null ? 1 : 0

  certificate_arn         = aws_acm_certificate.this[0].arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

resource "aws_route53_record" "alias" {
  count = var.web.domain != null ? 1 : 0

  zone_id = var.web.domain.zone_id
  name    = var.web.domain.name
  type    = "A"

  alias {
    name                   = var.web.fixed_addresses ? module.nlb[0].dns_name : module.alb.dns_name
    zone_id                = var.web.fixed_addresses ? module.nlb[0].zone_id : module.alb.zone_id
    evaluate_target_health = true
  }
}
