output "calls" {
  description = "What is called when."
  value       = local.calls
}
