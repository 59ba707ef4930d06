account_id = "123456789012"
owner      = "platform-team"

budget = {
  limit  = 300
  emails = ["billing@example.com"]
}
