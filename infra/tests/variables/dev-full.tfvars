# Every switch that is off by default.
office_hours = {}
