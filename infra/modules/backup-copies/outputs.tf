output "key_arn" {
  description = "The key of the copies, in their region."
  value       = aws_kms_key.this.arn
}
