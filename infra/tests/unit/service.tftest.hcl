provider "aws" {
  region                      = "ap-south-1"
  access_key                  = "testing"
  secret_key                  = "testing"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

variables {
  name              = "shop"
  service           = "nginx"
  region            = "ap-south-1"
  account_id        = "123456789012"
  definition_file   = "../../../services/nginx/task-definition.json"
  repository_url    = "123456789012.dkr.ecr.ap-south-1.amazonaws.com/shop/nginx"
  vpc_id            = "vpc-1"
  subnet_ids        = ["subnet-1", "subnet-2"]
  metrics_namespace = "Shop"

  cluster = {
    name          = "shop-cluster"
    arn           = "arn:aws:ecs:ap-south-1:123456789012:cluster/shop-cluster"
    namespace_arn = "arn:aws:servicediscovery:ap-south-1:123456789012:namespace/ns-1"
  }
}

run "the_definition_is_completed" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    environment = { UPSTREAM_HOST = "elsewhere", EXTRA = "1" }
    settings    = { RATE_LIMIT = "7" }
  }

  assert {
    condition = (
      { for each in output.shape.container.environment : each.name => each.value } ==
      { UPSTREAM_HOST = "elsewhere", UPSTREAM_PORT = "5000", TRUSTED_PROXIES = "10.0.0.0/16", EXTRA = "1" }
    )
    error_message = "values of the environment replace and join; a setting is no longer a value"
  }

  assert {
    condition     = [for each in output.shape.container.secrets : each.name] == ["RATE_LIMIT"] && aws_ssm_parameter.setting["RATE_LIMIT"].value == "7"
    error_message = "a setting comes from Parameter Store"
  }

  assert {
    condition     = output.shape.container.image == "123456789012.dkr.ecr.ap-south-1.amazonaws.com/shop/nginx:none" && aws_ecs_service.this[0].desired_count == 0
    error_message = "no image and no task before the first deploy"
  }

  assert {
    condition     = aws_ecs_task_definition.this.track_latest && aws_ecs_task_definition.this.skip_destroy
    error_message = "the latest revision is tracked, old ones stay"
  }
}

run "exec_makes_the_root_writable" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    execute_command = true
  }

  assert {
    condition     = !output.shape.container.readonlyRootFilesystem && length(aws_iam_role_policy.exec) == 1
    error_message = "the agent needs a writable root, and the role its channels"
  }
}

run "spot_share_becomes_weights" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    spot_share = 80
  }

  assert {
    condition     = { for each in aws_ecs_service.this[0].capacity_provider_strategy : each.capacity_provider => each.weight } == { FARGATE = 20, FARGATE_SPOT = 80 }
    error_message = "20 to 80"
  }
}

run "an_illegal_size_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    cpu    = 256
    memory = 4096
  }

  expect_failures = [aws_ecs_task_definition.this]
}

run "an_unknown_cpu_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    cpu = 300
  }

  expect_failures = [aws_ecs_task_definition.this]
}

run "the_largest_size_is_legal" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    cpu    = 16384
    memory = 122880
  }

  assert {
    condition     = aws_ecs_task_definition.this.memory == "122880"
    error_message = "16 vCPU with 120 GB"
  }
}

run "min_above_max_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 5, max = 4 }
  }

  expect_failures = [var.scaling]
}

run "a_percentage_that_is_none_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, cpu_target = 170 }
  }

  expect_failures = [var.scaling]
}

run "a_deployment_that_cannot_move_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    spread     = false
    deployment = { minimum_healthy_percent = 100, maximum_percent = 100 }
  }

  expect_failures = [var.deployment]
}

run "rebalancing_needs_room" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    deployment = { minimum_healthy_percent = 0, maximum_percent = 100 }
  }

  expect_failures = [var.spread]
}

run "half_a_percent_of_spot_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    spot_share = 0.5
  }

  expect_failures = [var.spot_share]
}

run "a_name_twice_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    environment = { RATE_LIMIT = "1" }
    settings    = { RATE_LIMIT = "2" }
  }

  expect_failures = [var.settings]
}

run "a_missing_secret_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "redis"
    definition_file = "../../../services/redis/task-definition.json"
  }

  expect_failures = [var.secrets]
}

run "a_client_announces_nothing_and_a_server_itself" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "redis"
    definition_file = "../../../services/redis/task-definition.json"
    expose          = true
    secrets         = { REDIS_PASSWORD = { value_from = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:redis-abcdef", arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:redis-abcdef" } }
  }

  assert {
    condition     = aws_ecs_service.this[0].service_connect_configuration[0].service[0].client_alias[0].port == 6379
    error_message = "redis:6379"
  }

  assert {
    condition     = length(aws_ecs_service.this[0].service_connect_configuration[0].service[0].timeout) == 0
    error_message = "TCP has no time-out per request"
  }
}

run "blue_green_leaves_the_load_balancer_to_the_deploys" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    load_balanced    = true
    target_group_arn = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:targetgroup/shop-nginx/0123456789abcdef"
    blue_green       = true
    scaling          = { min = 2, max = 4 }
  }

  assert {
    condition     = length(aws_ecs_service.this) == 0 && length(aws_ecs_service.blue_green[0].load_balancer) == 1
    error_message = "one service, not two"
  }

  assert {
    condition     = aws_appautoscaling_target.this[0].resource_id == "service/shop-cluster/nginx"
    error_message = "scaling follows it"
  }
}

run "blue_green_needs_a_load_balancer" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    blue_green = true
  }

  expect_failures = [var.blue_green]
}

run "a_memory_percentage_that_is_none_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, memory_target = 900 }
  }

  expect_failures = [var.scaling]
}

run "a_service_that_may_never_run_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 0, max = 0 }
  }

  expect_failures = [var.scaling]
}

run "half_a_task_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 0.5, max = 2 }
  }

  expect_failures = [var.scaling]
}

run "a_negative_cooldown_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, in_cooldown = -1 }
  }

  expect_failures = [var.scaling]
}

run "min_above_max_in_a_schedule_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, schedules = { a = { at = "cron(0 18 * * ? *)", min = 8, max = 2 } } }
  }

  expect_failures = [var.scaling]
}

run "a_schedule_that_is_none_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, schedules = { a = { at = "whenever", min = 1, max = 2 } } }
  }

  expect_failures = [var.scaling]
}

run "a_schedule_of_five_fields_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, schedules = { a = { at = "cron(0 18 * * *)", min = 1, max = 2 } } }
  }

  expect_failures = [var.scaling]
}

run "the_25th_hour_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, schedules = { a = { at = "cron(0 25 * * ? *)", min = 1, max = 2 } } }
  }

  expect_failures = [var.scaling]
}

run "the_30th_of_february_at_no_time_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, schedules = { a = { at = "at(2026-02-30)", min = 1, max = 2 } } }
  }

  expect_failures = [var.scaling]
}

run "schedules_are_legal_in_all_their_forms" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, schedules = {
      evening = { at = "cron(0 18 * * ? *)", min = 1, max = 2 }
      quarter = { at = "cron(0/15 8-17 ? * MON-FRI 2026-2028)", min = 1, max = 2 }
      often   = { at = "cron(*/10 8,12,18 ? JAN-MAR,12 2#1 *)", min = 1, max = 2 }
      last    = { at = "cron(0 0 L * ? *)", min = 1, max = 2 }
      each    = { at = "rate(2 hours)", min = 1, max = 2 }
      once    = { at = "at(2026-12-24T18:00:00)", min = 0, max = 0 }
    } }
  }

  assert {
    condition     = length(aws_appautoscaling_scheduled_action.this) == 6
    error_message = "each is one"
  }
}

run "sidecars_log_where_their_environment_does" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    name            = "shop-dev"
    service         = "worker"
    definition_file = "definitions/worker.json"
    secrets         = { COLLECTOR_TOKEN = { value_from = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:token-abcdef", arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:token-abcdef" } }
  }

  assert {
    condition = { for each in output.shape.sidecars : each.name => try([each.logConfiguration.options["awslogs-group"], each.logConfiguration.options["awslogs-stream-prefix"]], each.logConfiguration.options, "none") } == {
      collector = ["/ecs/shop-dev/worker", "collector"]
      router    = { Name = "null" }
      silent    = "none"
    }
    error_message = "the environment's group, and the other driver and none as they are"
  }

  assert {
    condition     = [for each in output.shape.sidecars : each.secrets[0].valueFrom if can(each.secrets)] == ["arn:aws:secretsmanager:ap-south-1:123456789012:secret:token-abcdef"]
    error_message = "a sidecar's secret is that of the environment"
  }
}

run "a_service_with_an_image_begins_with_its_least" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    first_image = "123456789012.dkr.ecr.ap-south-1.amazonaws.com/shop/nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    scaling     = { min = 3, max = 4 }
  }

  assert {
    condition     = aws_ecs_service.this[0].desired_count == 3 && output.shape.container.image == var.first_image
    error_message = "three tasks, of that image"
  }
}

run "one_that_does_not_scale_begins_with_one" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    first_image = "123456789012.dkr.ecr.ap-south-1.amazonaws.com/shop/nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  }

  assert {
    condition     = aws_ecs_service.this[0].desired_count == 1
    error_message = "one task"
  }
}

run "volumes_come_along" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "worker"
    definition_file = "definitions/worker.json"
    file_systems    = { files = { id = "fs-fedcba98765432100", access_point_id = "fsap-fedcba98765432100" } }
    secrets         = { COLLECTOR_TOKEN = { value_from = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:token-abcdef", arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:token-abcdef" } }
  }

  assert {
    condition     = { for each in aws_ecs_task_definition.this.volume : each.name => try(each.efs_volume_configuration[0].file_system_id, null) } == { scratch = null, files = "fs-fedcba98765432100" }
    error_message = "both volumes, and the file system of this environment"
  }

  assert {
    condition = [for each in aws_ecs_task_definition.this.volume : [
      each.efs_volume_configuration[0].transit_encryption, each.efs_volume_configuration[0].authorization_config[0].access_point_id, each.efs_volume_configuration[0].authorization_config[0].iam
    ] if each.name == "files"] == [["ENABLED", "fsap-fedcba98765432100", "ENABLED"]]
    error_message = "encrypted on the way, through its access point"
  }

  assert {
    condition     = aws_ecs_task_definition.this.ephemeral_storage[0].size_in_gib == 40
    error_message = "40 GiB of scratch"
  }
}

run "a_file_system_for_no_volume_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    file_systems = { files = { id = "fs-fedcba98765432100" } }
  }

  expect_failures = [var.file_systems]
}

run "a_mount_without_volume_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "worker"
    definition_file = "definitions/unmounted.json"
  }

  expect_failures = [aws_ecs_task_definition.this]
}

run "what_is_not_read_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "worker"
    definition_file = "definitions/unread.json"
  }

  expect_failures = [aws_ecs_task_definition.this]
}

run "steps_of_a_metric" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 20, cpu_target = 0, steps = {
      namespace = "Shop", name = "Backlog", dimensions = { Queue = "mails" }, minutes = 2
      out       = [{ from = 500, add = 4 }, { from = 100, add = 1 }, { from = 1000.5, add = 10 }]
      in        = { under = 10 }
    } }
  }

  assert {
    condition = toset([for each in aws_appautoscaling_policy.steps["out"].step_scaling_policy_configuration[0].step_adjustment :
      "${each.scaling_adjustment} from ${each.metric_interval_lower_bound} to ${each.metric_interval_upper_bound}"
    ]) == toset(["1 from 0 to 400", "4 from 400 to 900.5", "10 from 900.5 to "])
    error_message = "levels: ${jsonencode(aws_appautoscaling_policy.steps["out"].step_scaling_policy_configuration[0].step_adjustment)}"
  }

  assert {
    condition = [for each in aws_appautoscaling_policy.steps["in"].step_scaling_policy_configuration[0].step_adjustment :
      "${each.scaling_adjustment} from ${each.metric_interval_lower_bound} to ${each.metric_interval_upper_bound}"
    ] == ["-1 from  to 0"]
    error_message = "in: ${jsonencode(aws_appautoscaling_policy.steps["in"].step_scaling_policy_configuration[0].step_adjustment)}"
  }

  assert {
    condition = { for key, alarm in aws_cloudwatch_metric_alarm.steps : key => "${alarm.dimensions.Queue} ${alarm.comparison_operator} ${alarm.threshold} for ${alarm.evaluation_periods}" } == {
      out = "mails GreaterThanOrEqualToThreshold 100 for 2"
      in  = "mails LessThanThreshold 10 for 5"
    }
    error_message = "alarms: ${jsonencode({ for key, alarm in aws_cloudwatch_metric_alarm.steps : key => [alarm.threshold, alarm.comparison_operator, alarm.evaluation_periods] })}"
  }

  assert {
    condition     = aws_appautoscaling_policy.steps["out"].step_scaling_policy_configuration[0].cooldown == 60 && aws_appautoscaling_policy.steps["in"].step_scaling_policy_configuration[0].cooldown == 300 && length(aws_appautoscaling_policy.tracking) == 0
    error_message = "cooldowns, and nothing tracked"
  }
}

run "one_step_and_no_way_back" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, steps = { namespace = "Shop", name = "Backlog", out = [{ from = 0, add = 1 }] } }
  }

  assert {
    condition     = keys(aws_appautoscaling_policy.steps) == ["out"] && keys(aws_cloudwatch_metric_alarm.steps) == ["out"] && keys(aws_appautoscaling_policy.tracking) == ["cpu"]
    error_message = "steps beside the target that CPU has anyway"
  }
}

run "steps_without_a_level_are_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, steps = { namespace = "Shop", name = "Backlog", out = [] } }
  }

  expect_failures = [var.scaling]
}

run "the_same_level_twice_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, steps = { namespace = "Shop", name = "Backlog", out = [{ from = 5, add = 1 }, { from = 5, add = 2 }] } }
  }

  expect_failures = [var.scaling]
}

run "a_step_that_adds_nothing_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, steps = { namespace = "Shop", name = "Backlog", out = [{ from = 5, add = 0 }] } }
  }

  expect_failures = [var.scaling]
}

run "half_a_task_is_added_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, steps = { namespace = "Shop", name = "Backlog", out = [{ from = 5, add = 1.5 }] } }
  }

  expect_failures = [var.scaling]
}

run "steps_out_and_in_at_once_are_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, steps = { namespace = "Shop", name = "Backlog", out = [{ from = 5, add = 1 }], in = { under = 6 } } }
  }

  expect_failures = [var.scaling]
}

run "steps_by_a_sum_are_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 2, steps = { namespace = "Shop", name = "Backlog", statistic = "Sum", out = [{ from = 5, add = 1 }] } }
  }

  expect_failures = [var.scaling]
}

run "a_secret_that_is_a_value_too_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    environment = { TOKEN = "1" }
    secrets     = { TOKEN = { value_from = "arn:aws:ssm:ap-south-1:123456789012:parameter/token", arn = "arn:aws:ssm:ap-south-1:123456789012:parameter/token", parameter = true } }
  }

  expect_failures = [var.secrets]
}

run "callers_of_a_service_without_a_port_are_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "worker"
    definition_file = "./definitions/unported.json"
    expose          = true
  }

  expect_failures = [var.expose]
}

run "a_load_balancer_before_a_service_without_a_port_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "worker"
    definition_file = "./definitions/unported.json"
    load_balanced   = true
  }

  expect_failures = [var.load_balanced]
}

run "half_a_task_that_nothing_scales_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    tasks = 0.5
  }

  expect_failures = [var.tasks]
}

run "scaling_by_nothing_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 4, cpu_target = 0 }
  }

  expect_failures = [var.scaling]
}

run "no_request_for_each_task_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 4, requests = { target = 0, label = "app/shop-alb/1/targetgroup/shop-web/1" } }
  }

  expect_failures = [var.scaling]
}

run "a_collector_of_any_version_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    tracing = { image = "public.ecr.aws/aws-observability/aws-otel-collector:latest" }
  }

  expect_failures = [var.tracing]
}

run "a_metric_without_a_target_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 4, metric = { target = null, namespace = "AWS/SQS", name = "Messages" } }
  }

  expect_failures = [var.scaling]
}

run "a_schedule_without_a_minimum_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 4, schedules = { evening = { at = "cron(0 18 * * ? *)", min = null, max = 4 } } }
  }

  expect_failures = [var.scaling]
}

run "a_step_without_a_level_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 4, steps = { namespace = "AWS/SQS", name = "Messages", out = [{ from = null, add = 1 }] } }
  }

  expect_failures = [var.scaling]
}

run "a_step_that_adds_no_number_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 4, steps = { namespace = "AWS/SQS", name = "Messages", out = [{ from = 100, add = null }] } }
  }

  expect_failures = [var.scaling]
}

run "more_steps_than_a_policy_takes_are_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 4, steps = { namespace = "AWS/SQS", name = "Messages", out = [for level in range(21) : { from = level, add = 1 }] } }
  }

  expect_failures = [var.scaling]
}

run "a_look_back_of_more_than_a_day_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 4, steps = { namespace = "AWS/SQS", name = "Messages", out = [{ from = 100, add = 1 }], minutes = 1441 } }
  }

  expect_failures = [var.scaling]
}

run "steps_back_from_no_level_are_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 1, max = 4, steps = { namespace = "AWS/SQS", name = "Messages", out = [{ from = 100, add = 1 }], in = { under = null } } }
  }

  expect_failures = [var.scaling]
}

run "files_on_a_volume_that_ends_with_its_task_are_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "worker"
    definition_file = "definitions/worker.json"
    secrets         = { COLLECTOR_TOKEN = { value_from = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/worker/token-abcdef", arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:shop/worker/token-abcdef" } }
    file_systems    = { scratch = { id = "fs-fedcba98765432100" } }
  }

  expect_failures = [var.file_systems]
}

run "a_folder_beside_an_access_point_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "shelf"
    definition_file = "definitions/shelf.json"
    file_systems    = { files = { id = "fs-fedcba98765432100", access_point_id = "fsap-fedcba98765432100" } }
  }

  expect_failures = [var.file_systems]
}

run "a_folder_of_a_file_system_comes_along" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "shelf"
    definition_file = "definitions/shelf.json"
    file_systems    = { files = { id = "fs-fedcba98765432100" } }
  }

  assert {
    condition     = one(aws_ecs_task_definition.this.volume).efs_volume_configuration[0].root_directory == "/data"
    error_message = "without an access point the folder is the definition's"
  }
}

run "a_sidecar_of_this_account_can_be_pulled" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "shelf"
    definition_file = "definitions/shelf.json"
  }

  assert {
    condition     = flatten([for each in data.aws_iam_policy_document.execution.statement : sort(each.resources) if each.sid == "EcrPull"]) == ["arn:aws:ecr:ap-south-1:123456789012:repository/shop/nginx", "arn:aws:ecr:ap-south-1:123456789012:repository/shop/thumbs"]
    error_message = "the service's own repository and the sidecar's: ${jsonencode([for each in data.aws_iam_policy_document.execution.statement : each.resources if each.sid == "EcrPull"])}"
  }
}

run "requests_of_grpc_may_take_as_long_as_those_of_http" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "prices"
    definition_file = "./definitions/prices.json"
    expose          = true
  }

  assert {
    condition     = [for each in aws_ecs_service.this[0].service_connect_configuration[0].service[0].timeout : "${each.per_request_timeout_seconds} and ${each.idle_timeout_seconds}"] == ["28 and 60"]
    error_message = "time-outs: ${jsonencode(aws_ecs_service.this[0].service_connect_configuration[0].service[0].timeout)}"
  }
}

run "a_stream_may_last_as_long_as_it_wants" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service          = "prices"
    definition_file  = "./definitions/prices.json"
    expose           = true
    request_timeout  = { per_request = 0 }
    blue_green       = true
    load_balanced    = true
    target_group_arn = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:targetgroup/shop-prices/0123456789abcdef"
  }

  assert {
    condition     = [for each in aws_ecs_service.blue_green[0].service_connect_configuration[0].service[0].timeout : "${each.per_request_timeout_seconds} and ${each.idle_timeout_seconds}"] == ["0 and 0"]
    error_message = "time-outs: ${jsonencode(aws_ecs_service.blue_green[0].service_connect_configuration[0].service[0].timeout)}"
  }
}

run "a_connection_is_kept_for_its_longest_request" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "prices"
    definition_file = "./definitions/prices.json"
    expose          = true
    request_timeout = { per_request = 300 }
  }

  assert {
    condition     = [for each in aws_ecs_service.this[0].service_connect_configuration[0].service[0].timeout : "${each.per_request_timeout_seconds} and ${each.idle_timeout_seconds}"] == ["300 and 300"]
    error_message = "time-outs: ${jsonencode(aws_ecs_service.this[0].service_connect_configuration[0].service[0].timeout)}"
  }
}

run "half_a_second_of_a_request_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "prices"
    definition_file = "./definitions/prices.json"
    expose          = true
    request_timeout = { per_request = 0.5 }
  }

  expect_failures = [var.request_timeout]
}

run "a_time_out_of_what_has_no_requests_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "worker"
    definition_file = "./definitions/worker.json"
    secrets         = { COLLECTOR_TOKEN = { value_from = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:x-abcdef", arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:x-abcdef" } }
    expose          = true
    request_timeout = { idle = 600 }
  }

  expect_failures = [var.request_timeout]
}

run "what_ecs_does_not_want_may_be_left_out" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "bare"
    definition_file = "./definitions/bare.json"
    environment     = { LEVEL = "info" }
  }

  assert {
    condition     = output.shape.container.environment == [{ name = "LEVEL", value = "info" }] && length(aws_ecs_task_definition.this.runtime_platform) == 0 && aws_ecs_task_definition.this.requires_compatibilities == toset(["FARGATE"])
    error_message = "its environment alone, and what ECS takes where nothing is said"
  }
}

run "a_definition_without_the_services_container_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "orders"
    definition_file = "./definitions/bare.json"
  }

  expect_failures = [var.definition_file]
}

run "a_definition_that_fargate_does_not_take_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "sizeless"
    definition_file = "./definitions/sizeless.json"
  }

  expect_failures = [var.definition_file]
}

run "a_definition_that_is_none_is_refused" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    service         = "bare"
    definition_file = "./versions.tf"
  }

  expect_failures = [var.definition_file]
}

run "steps_of_a_queue_meet_and_do_not_overlap" {
  command = plan

  module {
    source = "../../modules/service"
  }

  variables {
    scaling = { min = 0, max = 2, steps = { namespace = "AWS/SQS", name = "ApproximateNumberOfMessagesVisible", out = [{ from = 1, add = 1 }], in = { under = 1 } } }
  }

  assert {
    condition     = { for way, alarm in aws_cloudwatch_metric_alarm.steps : way => "${alarm.comparison_operator} ${alarm.threshold}" } == { out = "GreaterThanOrEqualToThreshold 1", in = "LessThanThreshold 1" }
    error_message = "no length is both: ${jsonencode({ for way, alarm in aws_cloudwatch_metric_alarm.steps : way => "${alarm.comparison_operator} ${alarm.threshold}" })}"
  }
}
