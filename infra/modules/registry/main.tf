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

# An image is judged by the first rule whose tags it matches, and counted by every one. What can be deployed carries
# recipe-<hash>, or copy-<digest> where `promote` brought it; its other tags are names: 1.4.2, 1.4.2-3f9c2d1, sha-<commit>, with api- before them where a repository
# holds several images. So the last rule has only left-overs of pushes and what older releases tagged inputs-<hash>.
locals {
  kept = [
    { what = "images of a version", tag = "*.*.*", count = var.keep_releases },
    { what = "images of a commit", tag = "*sha-*", count = var.keep_releases },
    { what = "images that can be deployed", tag = "recipe-*", count = var.keep_builds },
    { what = "images that were copied here", tag = "copy-*", count = var.keep_builds },
  ]
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = var.services

  repository = aws_ecr_repository.this[each.key].name

  policy = jsonencode({
    rules = concat(
      [for index, kept in local.kept : {
        rulePriority = index + 1
        description  = "Keep the last ${kept.count} ${kept.what}"
        selection = {
          tagStatus      = "tagged"
          tagPatternList = [kept.tag]
          countType      = "imageCountMoreThan"
          countNumber    = kept.count
        }
        action = { type = "expire" }
      }],
      [{
        rulePriority = length(local.kept) + 1
        description  = "Of the rest, keep what is among the last ${var.keep_others} images"
        selection = {
          tagStatus   = "any"
          countType   = "imageCountMoreThan"
          countNumber = var.keep_others
        }
        action = { type = "expire" }
      }],
    )
  })
}
