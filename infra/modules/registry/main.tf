resource "aws_ecr_repository" "this" {
  # checkov:skip=CKV_AWS_136: AES256 is what is asked for; KMS would cost per pull
  for_each = var.services

  name                 = "${var.prefix}/${each.key}"
  image_tag_mutability = "IMMUTABLE"

  encryption_configuration {
    encryption_type = "AES256"
  }

  # The registry's own setting rules (account/); this one holds where that is not in use.
  image_scanning_configuration {
    scan_on_push = true
  }
}

# An image is judged by the first rule whose tags it matches. Every image of a deploy carries <version>-<commit>, so the
# first rule guards them from the second, which has only left-overs of builds and untagged ones to clear.
resource "aws_ecr_lifecycle_policy" "this" {
  for_each = var.services

  repository = aws_ecr_repository.this[each.key].name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Keep the last ${var.keep_releases} images of a version"
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["*.*.*-*"]
          countType      = "imageCountMoreThan"
          countNumber    = var.keep_releases
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "Of the rest, keep what is among the last ${var.keep_others} images"
        selection = {
          tagStatus   = "any"
          countType   = "imageCountMoreThan"
          countNumber = var.keep_others
        }
        action = { type = "expire" }
      },
    ]
  })
}
