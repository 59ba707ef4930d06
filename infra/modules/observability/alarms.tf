locals {
  own_thresholds = ["cpu_percent", "error_lines", "error_percent", "latency_deploy_s", "memory_percent", "service_errors"]
  thresholds     = { for service, each in var.services : service => merge(var.thresholds, each.thresholds) }
  routed         = { for service, each in var.services : service => merge(local.alb, { TargetGroup = each.target_group }) if each.routed }

  entry  = one([for service, each in var.services : service if each.entry])
  logged = toset([for service, each in var.services : service if each.logged])
  called = { for pair in flatten([
    for service, each in var.services : [for caller in each.callers : { service = service, caller = caller }]
  ]) : "${pair.service}-5xx-from-${pair.caller}" => pair }

  alb    = { LoadBalancer = var.load_balancer.arn_suffix }
  target = merge(local.alb, { TargetGroup = var.load_balancer.target_group_arn_suffix })
  # With blue/green either target group may serve, or both.
  served = var.load_balancer.blue_green ? local.alb : local.target

  # deploys: the service whose deployments this alarm ends and rolls back. Only such whose metric moves because of that
  # service alone, and is quiet when all is well. minutes: how long it lasts until it rings.
  alarms = merge(
    {
      elb-5xx = {
        says      = "The load balancer itself answers with 5xx"
        namespace = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", dimensions = local.alb
        stat      = "Sum", over = var.thresholds.elb_errors, minutes = 2
        deploys   = local.entry
      }
      latency = {
        says      = "Requests are slow (p95)"
        namespace = "AWS/ApplicationELB", metric = "TargetResponseTime", dimensions = local.served
        stat      = "p95", over = var.thresholds.latency_deploy_s, minutes = 2
        deploys   = local.entry
      }
      latency-slo = {
        says      = "p95 is above its objective"
        namespace = "AWS/ApplicationELB", metric = "TargetResponseTime", dimensions = local.served
        stat      = "p95", over = var.thresholds.latency_slo_s, minutes = 15
      }
      unhealthy-hosts = {
        says      = "Targets fail the load balancer's health check"
        namespace = "AWS/ApplicationELB", metric = "UnHealthyHostCount", dimensions = local.target
        stat      = "Maximum", over = 0, minutes = 5
      }
      target-connection-errors = {
        says      = "The load balancer cannot connect to targets"
        namespace = "AWS/ApplicationELB", metric = "TargetConnectionErrorCount", dimensions = local.alb
        stat      = "Sum", over = 0, minutes = 5
      }
      rejected-connections = {
        says      = "The load balancer refuses connections"
        namespace = "AWS/ApplicationELB", metric = "RejectedConnectionCount", dimensions = local.alb
        stat      = "Sum", over = 0, minutes = 5
      }
    },
    local.database_alarms,
    var.load_balancer.blue_green ? {
      unhealthy-hosts-green = {
        says       = "Targets of the second group fail the load balancer's health check"
        namespace  = "AWS/ApplicationELB", metric = "UnHealthyHostCount"
        dimensions = merge(local.alb, { TargetGroup = var.load_balancer.green_arn_suffix })
        stat       = "Maximum", over = 0, minutes = 5
      }
    } : {},
    { for service, dimensions in local.routed : "${service}-latency" => {
      says      = "Requests to ${service} are slow (p95)"
      namespace = "AWS/ApplicationELB", metric = "TargetResponseTime", dimensions = dimensions
      stat      = "p95", over = local.thresholds[service].latency_deploy_s, minutes = 2
      deploys   = service
    } },
    { for service, dimensions in local.routed : "${service}-unhealthy-hosts" => {
      says      = "Targets of ${service} fail the load balancer's health check"
      namespace = "AWS/ApplicationELB", metric = "UnHealthyHostCount", dimensions = dimensions
      stat      = "Maximum", over = 0, minutes = 5
    } },
    { for service in keys(var.services) : "${service}-cpu" => {
      says      = "CPU of ${service} is busy although it scales"
      namespace = "AWS/ECS", metric = "CPUUtilization", dimensions = { ClusterName = var.cluster, ServiceName = service }
      stat      = "Average", over = local.thresholds[service].cpu_percent, minutes = 5
    } },
    { for service, each in var.services : "${service}-memory" => {
      says      = "A task of ${service} is about to run out of memory"
      namespace = "AWS/ECS", metric = "MemoryUtilization", dimensions = { ClusterName = var.cluster, ServiceName = service }
      stat      = "Maximum", over = local.thresholds[service].memory_percent, minutes = 3
      # A cache fills its memory on purpose.
      deploys = each.entry || each.logged ? service : null
    } },
    { for service in local.logged : "${service}-error-lines" => {
      says      = "${service} logs errors"
      namespace = var.metrics_namespace, metric = "${service}-errors", dimensions = {}
      stat      = "Sum", over = local.thresholds[service].error_lines, minutes = 2
      # What the entry logs is also what those behind it answer; its own rate of 5xx is judged below.
      deploys = var.services[service].entry ? null : service
    } },
    # Counted by the callers' proxies, hence the caller's name as ServiceName.
    { for key, pair in local.called : key => {
      says       = "${pair.service} answers ${pair.caller} with 5xx"
      namespace  = "AWS/ECS", metric = "HTTPCode_Target_5XX_Count"
      dimensions = { TargetDiscoveryName = pair.service, ServiceName = pair.caller, ClusterName = var.cluster }
      stat       = "Sum", over = local.thresholds[pair.service].service_errors, minutes = 2
      deploys    = pair.service
    } },
    { for service, each in var.services : "${service}-at-maximum" => {
      says      = "${service} runs as many tasks as it may"
      namespace = "ECS/ContainerInsights", metric = "DesiredTaskCount", dimensions = { ClusterName = var.cluster, ServiceName = service }
      stat      = "Maximum", over = each.max - 1, minutes = 15
    } if each.max != null },
    { for zone, gateway in var.nat_gateway_ids : "nat-ports-${zone}" => {
      says      = "The NAT gateway in ${zone} has no ports left"
      namespace = "AWS/NATGateway", metric = "ErrorPortAllocation", dimensions = { NatGatewayId = gateway }
      stat      = "Sum", over = 0, minutes = 5
    } },
    # Full, it refuses sessions. Evictions say that its parameters are not those of the module.
    merge([for node in try(var.sessions.nodes, []) : {
      "${trimprefix(node, "${var.name}-")}-memory" = {
        says      = "Four fifths of the memory for sessions are used"
        namespace = "AWS/ElastiCache", metric = "DatabaseMemoryUsagePercentage", dimensions = { CacheClusterId = node }
        stat      = "Maximum", over = 80, minutes = 5
      }
      "${trimprefix(node, "${var.name}-")}-cpu" = {
        says      = "The CPU of the store of the sessions is busy"
        namespace = "AWS/ElastiCache", metric = "EngineCPUUtilization", dimensions = { CacheClusterId = node }
        stat      = "Average", over = 80, minutes = 10
      }
      "${trimprefix(node, "${var.name}-")}-evictions" = {
        says      = "Sessions are evicted"
        namespace = "AWS/ElastiCache", metric = "Evictions", dimensions = { CacheClusterId = node }
        stat      = "Sum", over = 0, minutes = 1
      }
      "${trimprefix(node, "${var.name}-")}-logins" = {
        says      = "Logins to the store of the sessions are refused"
        namespace = "AWS/ElastiCache", metric = "AuthenticationFailures", dimensions = { CacheClusterId = node }
        stat      = "Sum", over = 0, minutes = 5
      }
    }]...),
    var.certificate.watch ? {
      certificate = {
        says      = "The certificate ends within thirty days"
        namespace = "AWS/CertificateManager", metric = "DaysToExpiry", dimensions = { CertificateArn = var.certificate.arn }
        stat      = "Minimum", under = 30, minutes = 1440
      }
    } : {},
  )

  # More than one metric each.
  formulas = merge(
    { for service, dimensions in merge({ (local.entry) = local.served }, local.routed) : "${service}-5xx-rate" => {
      says       = "More than ${local.thresholds[service].error_percent} % of the answers are 5xx"
      expression = "IF(requests >= ${var.thresholds.minimum_requests}, 100 * FILL(errors, 0) / requests, 0)"
      over       = local.thresholds[service].error_percent, minutes = 2
      deploys    = service
      metrics = {
        errors   = { namespace = "AWS/ApplicationELB", metric = "HTTPCode_Target_5XX_Count", dimensions = dimensions, stat = "Sum" }
        requests = { namespace = "AWS/ApplicationELB", metric = "RequestCount", dimensions = dimensions, stat = "Sum" }
      }
    } },
    { for service in keys(var.services) : "${service}-tasks-missing" => {
      says       = "${service} runs fewer tasks than it should"
      expression = "desired - running"
      over       = 0, minutes = 10
      deploys    = null
      metrics = {
        desired = { namespace = "ECS/ContainerInsights", metric = "DesiredTaskCount", dimensions = { ClusterName = var.cluster, ServiceName = service }, stat = "Average" }
        running = { namespace = "ECS/ContainerInsights", metric = "RunningTaskCount", dimensions = { ClusterName = var.cluster, ServiceName = service }, stat = "Average" }
      }
    } },
  )

  deployment_alarms = {
    for service in keys(var.services) : service => sort([
      for key, alarm in merge(local.alarms, local.formulas) : "${var.name}-${key}" if try(alarm.deploys, null) == service
    ])
  }
}

resource "aws_cloudwatch_metric_alarm" "metric" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.says
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.stat, "p") ? null : each.value.stat
  extended_statistic  = startswith(each.value.stat, "p") ? each.value.stat : null
  period              = each.value.minutes >= 1440 ? 86400 : 60
  evaluation_periods  = each.value.minutes >= 1440 ? 1 : each.value.minutes
  threshold           = try(each.value.over, each.value.under)
  comparison_operator = can(each.value.over) ? "GreaterThanThreshold" : "LessThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]
}

resource "aws_cloudwatch_metric_alarm" "formula" {
  for_each = local.formulas

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.says
  evaluation_periods  = each.value.minutes
  threshold           = each.value.over
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]

  metric_query {
    id          = "result"
    expression  = each.value.expression
    label       = each.value.says
    return_data = true
  }

  dynamic "metric_query" {
    for_each = each.value.metrics

    content {
      id = metric_query.key

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.metric
        dimensions  = metric_query.value.dimensions
        stat        = metric_query.value.stat
        period      = 60
      }
    }
  }
}
