owner = "platform-team"
