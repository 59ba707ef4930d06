# What is pushed here is copied there: to regions of this account or of others, under the same names and tags.
resource "aws_ecr_replication_configuration" "this" {
  count = length(var.copies_to) > 0 ? 1 : 0

  replication_configuration {
    rule {
      dynamic "destination" {
        for_each = var.copies_to

        content {
          region      = destination.value.region
          registry_id = destination.value.account_id
        }
      }

      repository_filter {
        filter      = "${var.prefix}/"
        filter_type = "PREFIX_MATCH"
      }
    }
  }
}

# Another account's registry copies into the repositories that are here, and may neither make one nor change it.
resource "aws_ecr_registry_policy" "this" {
  count = length(var.copies_from) > 0 ? 1 : 0

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Copies"
      Effect    = "Allow"
      Principal = { AWS = [for account in sort(var.copies_from) : "arn:aws:iam::${account}:root"] }
      Action    = "ecr:ReplicateImage"
      Resource  = [for service in sort(var.services) : "arn:aws:ecr:${coalesce(var.region, "none")}:${coalesce(var.account_id, "none")}:repository/${var.prefix}/${service}"]
    }]
  })
}
