output "bucket" {
  description = "For -backend-config of every other root."
  value       = aws_s3_bucket.state.bucket
}
