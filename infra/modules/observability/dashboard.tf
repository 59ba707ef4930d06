locals {
  ecs       = { for service in keys(var.services) : service => ["ClusterName", var.cluster, "ServiceName", service] }
  alb_pairs = ["LoadBalancer", var.load_balancer.arn_suffix]

  # Rows of widgets, from the outside inwards. Each: title, metrics, and what else the graph wants.
  rows = concat([
    [
      { title = "Requests", metrics = [
        concat(["AWS/ApplicationELB", "RequestCount"], local.alb_pairs, [{ stat = "Sum" }]),
      ], options = {} },
      { title = "Answers", metrics = [
        for class in ["2XX", "4XX", "5XX"] :
        concat(["AWS/ApplicationELB", "HTTPCode_Target_${class}_Count"], local.alb_pairs, [{ stat = "Sum", label = class }])
      ], options = {} },
      { title = "Response time", metrics = [
        for quantile in ["p50", "p95", "p99"] :
        concat(["AWS/ApplicationELB", "TargetResponseTime"], local.alb_pairs, [{ stat = quantile, label = quantile }])
        ], options = { annotations = { horizontal = [
          { label = "objective", value = var.thresholds.latency_slo_s },
      ] } } },
    ],
    [
      # Not flatten(): it would dissolve the metrics too.
      { title = "Tasks running and wanted", metrics = concat([
        for service, pairs in local.ecs : [
          concat(["ECS/ContainerInsights", "RunningTaskCount"], pairs, [{ stat = "Average", label = "${service} running" }]),
          concat(["ECS/ContainerInsights", "DesiredTaskCount"], pairs, [{ stat = "Average", label = "${service} wanted" }]),
        ]
      ]...), options = {} },
      { title = "CPU %", metrics = [
        for service, pairs in local.ecs : concat(["AWS/ECS", "CPUUtilization"], pairs, [{ stat = "Average", label = service }])
      ], options = {} },
      { title = "Memory %", metrics = [
        for service, pairs in local.ecs : concat(["AWS/ECS", "MemoryUtilization"], pairs, [{ stat = "Maximum", label = service }])
      ], options = {} },
    ],
    [
      { title = "Between the services: response time (ms)", metrics = [
        for key, pair in local.called : [
          "AWS/ECS", "TargetResponseTime", "TargetDiscoveryName", pair.service, "ServiceName", pair.caller, "ClusterName", var.cluster,
          { stat = "p95", label = "${pair.caller} → ${pair.service} p95" },
        ]
      ], options = {} },
      { title = "Deployments in progress", metrics = [
        for service, pairs in local.ecs : concat(["ECS/ContainerInsights", "DeploymentCount"], pairs, [{ stat = "Maximum", label = service }])
      ], options = {} },
      { title = "Error lines", metrics = [
        for service in local.logged : [var.metrics_namespace, "${service}-errors", { stat = "Sum", label = service }]
      ], options = {} },
    ],
    local.database_graphs,
    [
      { title = "NAT gateways: bytes out, which cost", metrics = [
        for zone, gateway in var.nat_gateway_ids : ["AWS/NATGateway", "BytesOutToDestination", "NatGatewayId", gateway, { stat = "Sum", label = zone }]
      ], options = {} },
    ],
    ], [
    for nodes in var.sessions == null ? [] : [var.sessions.nodes] : [
      { title = "Sessions: memory %, CPU %", metrics = concat([], [
        for node in nodes : [
          ["AWS/ElastiCache", "DatabaseMemoryUsagePercentage", "CacheClusterId", node, { stat = "Maximum", label = "${node} memory" }],
          ["AWS/ElastiCache", "EngineCPUUtilization", "CacheClusterId", node, { stat = "Average", label = "${node} CPU" }],
        ]
      ]...), options = {} },
      { title = "Sessions: kept, connections", metrics = concat([], [
        for node in nodes : [
          ["AWS/ElastiCache", "CurrItems", "CacheClusterId", node, { stat = "Maximum", label = "${node} sessions" }],
          ["AWS/ElastiCache", "CurrConnections", "CacheClusterId", node, { stat = "Maximum", label = "${node} connections", yAxis = "right" }],
        ]
      ]...), options = {} },
      { title = "Sessions: evicted, logins refused", metrics = concat([], [
        for node in nodes : [
          ["AWS/ElastiCache", "Evictions", "CacheClusterId", node, { stat = "Sum", label = "${node} evicted" }],
          ["AWS/ElastiCache", "AuthenticationFailures", "CacheClusterId", node, { stat = "Sum", label = "${node} refused" }],
        ]
      ]...), options = {} },
    ]
  ])

  graphs = flatten([
    for row, widgets in local.rows : [
      for column, widget in widgets : {
        type   = "metric"
        x      = column * 8
        y      = row * 6
        width  = 8
        height = 6
        properties = merge({
          title   = widget.title
          region  = var.region
          view    = "timeSeries"
          period  = 60
          metrics = widget.metrics
        }, widget.options)
      }
    ]
  ])

  bottom = [
    {
      type   = "alarm"
      x      = 8
      y      = 24
      width  = 16
      height = 6
      properties = {
        title  = "Alarms"
        alarms = [for key in sort(concat(keys(local.alarms), keys(local.formulas))) : "arn:aws:cloudwatch:${var.region}:${var.account_id}:alarm:${var.name}-${key}"]
      }
    },
    {
      type   = "log"
      x      = 0
      y      = 6 * length(local.rows)
      width  = 24
      height = 6
      properties = {
        title  = "Errors"
        region = var.region
        view   = "table"
        query = join("", concat(
          [for index, service in sort(keys(var.services)) : "${index == 0 ? "" : "| "}SOURCE '/ecs/${var.name}/${service}' "],
          ["| filter level in [\"ERROR\", \"CRITICAL\"] or status >= 500 | fields @timestamp, @log, msg, status, request_id | sort @timestamp desc | limit 50"],
        ))
      }
    },
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = concat(local.graphs, local.bottom) })
}
