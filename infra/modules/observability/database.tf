# What rings and what is drawn of the database: an instance of RDS, or a cluster of Aurora Serverless v2.
locals {
  # Of a cluster the instance that writes, whichever it is at the moment.
  rds    = var.database.cluster ? tomap({ DBClusterIdentifier = var.database.identifier, Role = "WRITER" }) : tomap({ DBInstanceIdentifier = var.database.identifier })
  writer = flatten([for key, value in local.rds : [key, value]])
  aurora = ["DBClusterIdentifier", var.database.identifier]

  database_alarms = merge(
    local.alarms_of_both,
    { for key, alarm in local.alarms_of_instance : key => alarm if !var.database.cluster },
    { for key, alarm in local.alarms_of_cluster : key => alarm if var.database.cluster },
  )

  alarms_of_both = {
    database-cpu = {
      says      = "The database's CPU is busy"
      namespace = "AWS/RDS", metric = "CPUUtilization", dimensions = local.rds
      stat      = "Average", over = 80, minutes = 15
    }
    database-connections = {
      says      = "Most of the pools' connections are in use"
      namespace = "AWS/RDS", metric = "DatabaseConnections", dimensions = local.rds
      stat      = "Maximum", over = floor(var.database.max_connections * 0.8), minutes = 5
    }
    database-memory = {
      says      = "The database is short of memory"
      namespace = "AWS/RDS", metric = "FreeableMemory", dimensions = local.rds
      stat      = "Minimum", under = var.database.memory_mb * pow(1024, 2), minutes = 15
    }
  }

  alarms_of_instance = {
    database-storage = {
      says      = "Less than a fifth of the database's disk is free"
      namespace = "AWS/RDS", metric = "FreeStorageSpace", dimensions = local.rds
      stat      = "Minimum", under = 0.2 * var.database.storage_gb * pow(1024, 3), minutes = 5
    }
    database-credits = {
      says      = "The database has nearly used its CPU credits"
      namespace = "AWS/RDS", metric = "CPUCreditBalance", dimensions = local.rds
      stat      = "Minimum", under = 20, minutes = 15
    }
    database-read-latency = {
      says      = "Reads from the database's disk are slow"
      namespace = "AWS/RDS", metric = "ReadLatency", dimensions = local.rds
      stat      = "Average", over = 0.02, minutes = 10
    }
    database-write-latency = {
      says      = "Writes to the database's disk are slow"
      namespace = "AWS/RDS", metric = "WriteLatency", dimensions = local.rds
      stat      = "Average", over = 0.02, minutes = 10
    }
  }

  # CPU and memory are told as shares of max_capacity, storage grows by itself, and there are no credits.
  # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
  alarms_of_cluster = {
    database-capacity = {
      says      = "The database runs at its max_capacity"
      namespace = "AWS/RDS", metric = "ACUUtilization", dimensions = { DBClusterIdentifier = var.database.identifier }
      stat      = "Maximum", over = 90, minutes = 15
    }
    database-commit-latency = {
      says      = "Commits take more than 20 ms"
      namespace = "AWS/RDS", metric = "CommitLatency", dimensions = local.rds
      stat      = "Average", over = 20, minutes = 10
    }
  }

  database_graphs = concat([for graph in local.graphs_of_instance : graph if !var.database.cluster], [for graph in local.graphs_of_cluster : graph if var.database.cluster])

  graphs_of_cluster = [
    { title = "Database: CPU %, capacity (ACU)", metrics = [
      concat(["AWS/RDS", "CPUUtilization"], local.writer),
      concat(["AWS/RDS", "ServerlessDatabaseCapacity"], local.aurora, [{ yAxis = "right" }]),
    ], options = {} },
    { title = "Database: connections, storage", metrics = [
      concat(["AWS/RDS", "DatabaseConnections"], local.writer, [{ stat = "Maximum" }]),
      concat(["AWS/RDS", "VolumeBytesUsed"], local.aurora, [{ yAxis = "right" }]),
    ], options = {} },
    { title = "Database: I/O, which costs, latency", metrics = [
      concat(["AWS/RDS", "VolumeReadIOPs"], local.aurora, [{ stat = "Sum" }]),
      concat(["AWS/RDS", "VolumeWriteIOPs"], local.aurora, [{ stat = "Sum" }]),
      concat(["AWS/RDS", "CommitLatency"], local.writer, [{ yAxis = "right" }]),
    ], options = {} },
  ]

  graphs_of_instance = [
    { title = "Database: CPU %, credits", metrics = [
      ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", var.database.identifier],
      ["AWS/RDS", "CPUCreditBalance", "DBInstanceIdentifier", var.database.identifier, { yAxis = "right" }],
    ], options = {} },
    { title = "Database: connections, free storage", metrics = [
      ["AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", var.database.identifier, { stat = "Maximum" }],
      ["AWS/RDS", "FreeStorageSpace", "DBInstanceIdentifier", var.database.identifier, { yAxis = "right" }],
    ], options = {} },
    { title = "Database: IOPS, latency", metrics = [
      ["AWS/RDS", "ReadIOPS", "DBInstanceIdentifier", var.database.identifier],
      ["AWS/RDS", "WriteIOPS", "DBInstanceIdentifier", var.database.identifier],
      ["AWS/RDS", "ReadLatency", "DBInstanceIdentifier", var.database.identifier, { yAxis = "right" }],
      ["AWS/RDS", "WriteLatency", "DBInstanceIdentifier", var.database.identifier, { yAxis = "right" }],
    ], options = {} },
  ]
}
