# What prod-full and dev-full do not have, as it excludes what they switch on.
office_hours = {}

serverless = { min_capacity = 0, max_capacity = 8, pause_after = 600, empty = true }
