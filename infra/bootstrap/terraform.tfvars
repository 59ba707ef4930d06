account_id = "123456789012"
owner      = "platform-team"
