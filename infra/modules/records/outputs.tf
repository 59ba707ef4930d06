output "bucket" {
  description = "The bucket's name, once it lets the services in."
  value       = aws_s3_bucket.this.bucket

  depends_on = [aws_s3_bucket_policy.this]
}
