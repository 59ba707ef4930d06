locals {
  traced = var.tracing == null ? [] : [var.tracing]

  # Not essential: a service goes on when nobody takes its traces.
  collectors = [
    for each in local.traced : {
      name                   = "otel-collector"
      image                  = each.image
      essential              = false
      readonlyRootFilesystem = true
      linuxParameters        = { capabilities = { add = [], drop = ["ALL"] } }
      environment = [{
        name = "AOT_CONFIG_CONTENT"
        value = yamlencode({
          receivers  = { otlp = { protocols = { grpc = { endpoint = "127.0.0.1:4317" }, http = { endpoint = "127.0.0.1:4318" } } } }
          processors = { batch = {} }
          exporters  = { awsxray = { region = var.region } }
          service    = { pipelines = { traces = { receivers = ["otlp"], processors = ["batch"], exporters = ["awsxray"] } } }
        })
      }]
      logConfiguration = {
        logDriver = "awslogs"
        options   = merge(local.log_options, { awslogs-stream-prefix = "otel-collector", mode = "non-blocking", max-buffer-size = "5m" })
      }
    }
  ]

  # What OpenTelemetry's SDKs read: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
  tracing_environment = {
    for key, value in {
      OTEL_EXPORTER_OTLP_ENDPOINT = "http://127.0.0.1:4318"
      OTEL_RESOURCE_ATTRIBUTES    = "deployment.environment.name=${var.name}"
      OTEL_SERVICE_NAME           = var.service
      # One request in twenty; under environment a service says another share. X-Ray costs by the trace.
      OTEL_TRACES_SAMPLER     = "parentbased_traceidratio"
      OTEL_TRACES_SAMPLER_ARG = "0.05"
    } : key => value if var.tracing != null
  }
}

data "aws_iam_policy_document" "tracing" {
  count = var.tracing != null ? 1 : 0

  statement {
    sid       = "Traces"
    actions   = ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "tracing" {
  count = var.tracing != null ? 1 : 0

  name   = "tracing"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.tracing[0].json
}
