variable "name" {
  description = "Prefix of every name: ecs-microservices in production, with a suffix elsewhere."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", var.name)) && length(var.name) >= 2 && length(var.name) <= 26
    error_message = "name is lower-case letters, digits and single hyphens between them, 2 to 26 characters, as load balancers allow 32 in all and databases no two hyphens; found: ${var.name}."
  }

  validation {
    condition     = !can(regex("^(internal(-|$)|aws|ssm)", var.name))
    error_message = "AWS keeps names that begin with internal- (load balancers), aws and ssm (parameters) to itself; found: ${var.name}."
  }
}

variable "account_id" {
  description = "The account, as a variable so that a plan needs none."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is twelve digits."
  }
}

variable "region" {
  description = "AWS region."
  type        = string
  default     = "ap-south-1"
}

variable "network" {
  description = "The VPC; see the module network. Without availability_zones it takes a and b of the region."
  type = object({
    cidr                = string
    availability_zones  = optional(list(string))
    subnets             = optional(object({ public = list(string), private = list(string), database = list(string) }))
    single_nat          = optional(bool, false)
    interface_endpoints = optional(set(string), [])
    flow_logs           = optional(bool, false)
  })
}

variable "web" {
  description = "How the outside reaches nginx. Give domain (a certificate is made) or certificate_arn; plain_http is for environments that nobody but the team uses. fixed_addresses puts a network load balancer before the other one; see the module nlb."
  type = object({
    domain              = optional(object({ name = string, zone_id = string }))
    certificate_arn     = optional(string)
    plain_http          = optional(bool, false)
    sticky              = optional(bool, false)
    deletion_protection = optional(bool, false)
    access_logs_bucket  = optional(string)
    blue_green          = optional(bool, false)
    fixed_addresses     = optional(bool, false)
  })

  validation {
    condition     = var.web.domain != null || var.web.certificate_arn != null || var.web.plain_http
    error_message = "Without HTTPS: give web.domain or web.certificate_arn, or say web.plain_http = true."
  }

  validation {
    condition     = !(var.web.domain != null && var.web.certificate_arn != null)
    error_message = "Give web.domain (a certificate is made for it) or web.certificate_arn, not both."
  }

  validation {
    condition     = var.web.domain == null || try(can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]+$", var.web.domain.name)) && can(regex("^[A-Z0-9]{2,32}$", var.web.domain.zone_id)), false)
    error_message = "web.domain is a host name such as app.example.com, and the id of its zone in Route 53, such as Z0123456789ABCDEFGHIJ; found: ${jsonencode(var.web.domain)}."
  }

  validation {
    condition     = var.web.certificate_arn == null || can(regex("^arn:aws[a-z-]*:(acm:${var.region}|iam:):[0-9]{12}:(server-)?certificate/", var.web.certificate_arn))
    error_message = "A load balancer takes certificates of its own region: web.certificate_arn begins with arn:aws:acm:${var.region}:; found: ${coalesce(var.web.certificate_arn, "none")}."
  }
}

variable "definitions" {
  description = "Folder that holds <service>/task-definition.json of every service without a definition of its own. Null takes services/ beside infra/."
  type        = string
  default     = null
}

# Not an object type: Terraform drops what such a type does not name, and a misspelt limit would be no limit.
variable "services" {
  description = "By name, of nginx, flask-app and redis what differs from their task-definition.json and from the defaults in services.tf; any other name is one more service. What can be said is in services.tf, too."
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = can(keys(var.services)) && alltrue([for service in var.services : can(keys(service))])
    error_message = "services holds an object such as { min = 2, max = 4 } for each name; found: ${jsonencode(var.services)}."
  }

  validation {
    condition     = alltrue([for name in try(keys(var.services), []) : can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", name)) && length(name) <= 24 && !contains(["alb", "application-role", "aurora", "database", "endpoints", "events", "exec", "files", "green", "nlb", "sessions"], name)])
    error_message = "A service's name is lower-case letters, digits and single hyphens between them, 24 at most, and not alb, application-role, aurora, database, endpoints, events, exec, files, green, nlb or sessions, which are taken; found: ${try(join(", ", keys(var.services)), "none")}."
  }

  validation {
    condition = alltrue([
      for name, service in var.services : fileexists(try(coalesce(service.definition), "${local.definitions}/${name}/task-definition.json"))
    ])
    error_message = join(" ", [
      for name, service in var.services : "services.${name} has no ${try(coalesce(service.definition), "${local.definitions}/${name}/task-definition.json")}: write it, give another as definition, or correct the name (${join(", ", keys(local.shipped))} are there)."
      if !fileexists(try(coalesce(service.definition), "${local.definitions}/${name}/task-definition.json"))
    ])
  }

  validation {
    condition = alltrue([
      for name, service in var.services : try(length(setsubtract(keys(service), keys(lookup(local.shipped, name, local.any)))) == 0, true)
    ])
    error_message = join(" ", [
      for name, service in var.services : "services.${name} takes ${join(", ", keys(lookup(local.shipped, name, local.any)))}; found: ${join(", ", setsubtract(keys(service), keys(lookup(local.shipped, name, local.any))))}."
      if try(length(setsubtract(keys(service), keys(lookup(local.shipped, name, local.any)))) > 0, false)
    ])
  }

  validation {
    condition = length(flatten([
      for name, service in var.services : [
        for key, value in try({ for key, value in service : key => value if value != null }, {}) : key
        if !lookup({
          "a number"        = can(tonumber(value))
          "true or false"   = can(tobool(value))
          "a string"        = can(tostring(value))
          "strings by name" = can([for each in values(value) : tostring(each)])
          "numbers by name" = can([for each in values(value) : tonumber(each)])
        }, lookup(local.kinds, key, "any"), true)
      ]
    ])) == 0
    error_message = join(" ", flatten([
      for name, service in var.services : [
        for key, value in try({ for key, value in service : key => value if value != null }, {}) : "services.${name}.${key} takes ${local.kinds[key]}; found: ${jsonencode(value)}."
        if !lookup({
          "a number"        = can(tonumber(value))
          "true or false"   = can(tobool(value))
          "a string"        = can(tostring(value))
          "strings by name" = can([for each in values(value) : tostring(each)])
          "numbers by name" = can([for each in values(value) : tonumber(each)])
        }, lookup(local.kinds, key, "any"), true)
      ]
    ]))
  }

  validation {
    condition = alltrue([
      for name, service in var.services : try(service.count == null || length(setintersection(keys(service), ["cpu_target", "max", "memory_target", "metric_target", "min", "requests_target", "schedules", "steps"])) == 0, true)
    ])
    error_message = "Who has a count does not scale: give count, or min, max and targets. Both have: ${join(", ", [for name, service in var.services : name if try(service.count, null) != null])}."
  }

  validation {
    condition     = alltrue(flatten([for name, service in var.services : [for caller in try([for each in service.callers : each], try(service.callers, null) == null ? [] : ["none"]) : caller != name && contains(concat(["flask-app", "nginx", "redis"], keys(var.services)), caller)]]))
    error_message = "callers are other services of services; found: ${jsonencode({ for name, service in var.services : name => service.callers if can(service.callers) })}."
  }

  validation {
    condition = alltrue([
      for service in var.services : length(try([for each in service.paths : each], try(service.paths, null) == null ? [] : ["none"])) == 0 && try(service.host, null) == null ? try(service.priority, null) == null : (
        try(service.priority >= 11 && service.priority <= 99 && floor(service.priority) == service.priority, false) &&
        length(try([for each in service.paths : each], try(service.paths, null) == null ? [] : ["none"])) + (try(service.host, null) == null ? 0 : 1) <= 5 &&
        alltrue([for path in try([for each in service.paths : each], try(service.paths, null) == null ? [] : ["none"]) : can(regex("^/[A-Za-z0-9_.$/~\"'@:+*?&-]{0,127}$", path))]) &&
        can(regex("^[A-Za-z0-9.*?-]{1,128}$", coalesce(try(service.host, null), "any")))
      )
    ])
    error_message = "Who has paths (such as /api/reports*) or a host also has a priority from 11 to 99, and five paths and hosts at most; nobody else has one. Found: ${jsonencode({ for name, service in var.services : name => { for key, value in service : key => value if contains(["host", "paths", "priority"], key) } if can(keys(service)) })}."
  }

  validation {
    condition = alltrue([
      for name, service in var.services : !try(
        (length(try([for each in service.paths : each], [])) > 0 || try(service.host, null) != null) &&
        length([for each in jsondecode(file(try(coalesce(service.definition), "${local.definitions}/${name}/task-definition.json"))).containerDefinitions : each if each.name == name && can(each.portMappings[0].containerPort)]) == 0
      , false)
    ])
    error_message = join(" ", [
      for name, service in var.services : "The load balancer leads to services.${name}, so ${try(coalesce(service.definition), "${local.definitions}/${name}/task-definition.json")} needs a containerPort under portMappings of the container ${name}."
      if try(
        (length(try([for each in service.paths : each], [])) > 0 || try(service.host, null) != null) &&
        length([for each in jsondecode(file(try(coalesce(service.definition), "${local.definitions}/${name}/task-definition.json"))).containerDefinitions : each if each.name == name && can(each.portMappings[0].containerPort)]) == 0
      , false)
    ])
  }

  validation {
    condition     = length(distinct([for service in var.services : service.priority if try(service.priority, null) != null])) == length([for service in var.services : service.priority if try(service.priority, null) != null])
    error_message = "Each priority is given once; found: ${jsonencode({ for name, service in var.services : name => service.priority if try(service.priority, null) != null })}."
  }

  validation {
    condition = alltrue([
      for name, service in var.services : try(service.requests_target, null) == null || (name == "nginx" && !var.web.blue_green) || length(try([for each in service.paths : each], try(service.paths, null) == null ? [] : ["none"])) > 0 || try(service.host, null) != null
    ])
    error_message = "requests_target counts what the load balancer sends: only for nginx without blue_green, and for services with paths or a host."
  }

  validation {
    condition     = alltrue([for service in var.services : try(service.metric_target, null) == null || length(setsubtract(try(keys(service.metric_target), [""]), ["dimensions", "name", "namespace", "statistic", "target"])) == 0 && length(setsubtract(["name", "namespace", "target"], try(keys(service.metric_target), []))) == 0 && can(tonumber(service.metric_target.target))])
    error_message = "metric_target takes namespace, name and a number as target, and statistic and dimensions if it wants; found: ${jsonencode([for service in var.services : service.metric_target if can(service.metric_target)])}."
  }

  validation {
    condition = alltrue([for service in var.services : try(service.steps, null) == null || try(
      length(setsubtract(keys(service.steps), ["dimensions", "in", "minutes", "name", "namespace", "out", "statistic"])) == 0 &&
      length(setsubtract(["name", "namespace", "out"], keys(service.steps))) == 0 &&
      alltrue([for level in service.steps.out : join(" ", keys(level)) == "add from" && can([for each in values(level) : tonumber(each)])]) &&
      length(setsubtract(try(keys(service.steps.in), []), ["remove", "under"])) == 0 && (try(service.steps.in, null) == null || can(service.steps.in.under) && can([for each in values(service.steps.in) : tonumber(each)])),
    false)])
    error_message = "steps takes namespace, name and out, of which each is { from, add }, and in as { under, remove }, all four of them numbers, minutes, statistic and dimensions if it wants; found: ${jsonencode([for service in var.services : service.steps if can(service.steps)])}."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.services : [for schedule in try(values(service.schedules), []) : try(join(" ", keys(schedule)) == "at max min" && can([for each in [schedule.min, schedule.max] : tonumber(each)]), false)]
    ]))
    error_message = "Each of schedules takes at (in UTC), and min and max, which are numbers, all three and nothing else; found: ${jsonencode([for service in var.services : service.schedules if can(service.schedules)])}."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.services : [
        for from in try(values(service.secrets), try(service.secrets, null) == null ? [] : ["none"]) :
        can(regex("^arn:aws:(secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^:*?]+(:[^:*?]*:[^:*?]*:[^:*?]*)?|ssm:[a-z0-9-]+:[0-9]{12}:parameter/[^:*?]+)$", from))
      ]
    ]))
    error_message = "Each of secrets is the ARN of a secret, with :key:: after it for one key of its JSON, or of a parameter; found: ${jsonencode([for service in var.services : service.secrets if can(service.secrets)])}."
  }

  validation {
    condition = alltrue(flatten([
      for name, service in var.services : [
        for key in try(keys(service.secrets), []) : !contains(["DATABASE_PASSWORD", "REDIS_PASSWORD"], key)
      ]
    ]))
    error_message = "DATABASE_PASSWORD and REDIS_PASSWORD are made here, and given to those who need them."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.services : [
        for statement in try([for each in service.policy : each], try(service.policy, null) == null ? [] : ["none"]) : try(join(" ", keys(statement)) == "actions resources" && length([for each in statement.actions : each]) * length([for each in statement.resources : each]) > 0, false)
      ]
    ]))
    error_message = "Each of policy takes actions and resources, two lists, and nothing else; found: ${jsonencode([for service in var.services : service.policy if can(service.policy)])}."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.services : [
        for statement in try([for each in service.policy : each], []) : concat(
          [for action in try([for each in statement.actions : each], []) : !strcontains(action, "*")],
          [for resource in try([for each in statement.resources : each], []) :
            resource == "*" ? length(setsubtract(try([for each in statement.actions : each], []), local.unbound_actions)) == 0 : can(regex("^arn:[^:*?]+:[^:*?]+:", resource))
          ],
        )
      ]
    ]))
    error_message = "A policy names its actions without a star, and its resources by ARNs that say of which service, but for ${join(", ", local.unbound_actions)}; found: ${jsonencode([for service in var.services : service.policy if can(service.policy)])}."
  }

  validation {
    condition = alltrue(flatten([
      for service in var.services : [
        for statement in try([for each in service.policy : each], []) : [
          for pair in try(setproduct(statement.actions, statement.resources), []) :
          contains(["iam:passrole", "sts:assumerole"], lower(pair[0])) ? can(regex("^[^*?]+$", pair[1])) :
          can(regex("^(secretsmanager:getsecretvalue|ssm:getparameter(s|sbypath)?)$", lower(pair[0]))) ? can(regex(":(secret:|parameter/)[^*?]", pair[1])) : true
        ]
      ]
    ]))
    error_message = "A role to pass or to become is named in full, and of secrets and parameters at least how the name begins; found: ${jsonencode([for service in var.services : service.policy if can(service.policy)])}."
  }
}

variable "spot_share" {
  description = "Percent of the tasks on Fargate Spot, of services that do not say their own. redis never is: it would lose its cache with the task."
  type        = number
  default     = 0
}

variable "bootstrap_desired_count" {
  description = "Tasks a service is created with. Leave it at 0: there is no image before the first deploy, which raises it."
  type        = number
  default     = 0
}

variable "execute_command" {
  description = "ECS Exec for all services."
  type        = bool
  default     = false
}

variable "tracing" {
  description = "An OpenTelemetry collector in the tasks of these services, which hands their traces to X-Ray; its image, pinned, such as AWS's distribution. Null traces nothing."
  type = object({
    image    = string
    services = optional(set(string), ["flask-app"])
  })
  default = null

  validation {
    condition     = var.tracing == null || try(length(var.tracing.services) > 0 && length(setsubtract(var.tracing.services, concat(["flask-app", "nginx", "redis"], keys(var.services)))) == 0, false)
    error_message = "tracing.services are services of this environment, one at least; found: ${join(", ", try(var.tracing.services, []))}."
  }
}

variable "sessions" {
  description = "A store for the sessions of these services that outlives deploys and a zone, ElastiCache for Valkey; see the module sessions. Null leaves them in redis, beside the cache."
  type = object({
    services          = optional(set(string), ["flask-app"])
    node_type         = optional(string, "cache.t4g.micro")
    replicas          = optional(number, 1)
    snapshot_days     = optional(number, 0)
    apply_immediately = optional(bool, false)
  })
  default = null

  validation {
    condition     = length(setsubtract(try(var.sessions.services, []), concat(["flask-app"], keys(var.services)))) == 0 && !anytrue([for each in ["nginx", "redis"] : contains(try(var.sessions.services, []), each)])
    error_message = "sessions.services are services of this environment, and neither nginx nor redis; found: ${join(", ", try(var.sessions.services, []))}."
  }
}

variable "files" {
  description = "Files on EFS that tasks share and that outlive them, by the volume that the definitions of these services have; see the module file-system. All of them are of the user uid and the group gid."
  type = map(object({
    services = set(string)
    uid      = optional(number, 10001)
    gid      = optional(number, 10001)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for each in var.files : length(each.services) > 0 && length(setsubtract(each.services, concat(["flask-app", "nginx", "redis"], keys(var.services)))) == 0])
    error_message = "The services of each of files are services of this environment, one at least; found: ${jsonencode({ for name, each in var.files : name => each.services })}."
  }

  # The module service sees it too, but not before the access point is there.
  validation {
    condition     = alltrue(flatten([for volume, each in var.files : [for name in each.services : !contains(lookup(local.rooted, name, []), volume)]]))
    error_message = "Files are in a folder of their own, through an access point, and ECS takes no other folder with it: take rootDirectory away from ${join(", ", flatten([for volume, each in var.files : [for name in each.services : "${volume} of ${name}" if contains(lookup(local.rooted, name, []), volume)]]))} in task-definition.json."
  }
}

variable "container_insights" {
  description = "disabled, enabled or enhanced."
  type        = string
  default     = "enabled"
}

variable "database" {
  description = "The instance, or with serverless the cluster of Aurora; see the modules database and database-cluster."
  type = object({
    engine_version         = optional(string, "17")
    major_upgrade          = optional(bool, false)
    instance_class         = optional(string, "db.t4g.micro")
    multi_az               = optional(bool, true)
    backup_days            = optional(number, 7)
    deletion_protection    = optional(bool, true)
    skip_final_snapshot    = optional(bool, false)
    apply_immediately      = optional(bool, false)
    password_rotation_days = optional(number, 90)
    # A copy to read from, or updates without downtime; with either the master's password is kept here.
    read_replica            = optional(object({ instance_class = optional(string) }))
    blue_green_updates      = optional(bool, false)
    master_password_version = optional(number, 1)
    # Aurora Serverless v2 instead of the instance. It is another database: say what it is made from, snapshot or empty = true.
    serverless = optional(object({
      min_capacity = number
      max_capacity = number
      pause_after  = optional(number)
      snapshot     = optional(string)
      empty        = optional(bool, false)
    }))
    # The services log in as a role of their own, which a task makes: run it before the first deploy. Without it they are
    # the master user.
    application_role             = optional(bool, true)
    application_password_version = optional(number, 1)
    # PEM with the certificates of RDS in this region. With it tasks check whom they talk to, without they only encrypt.
    ca_pem = optional(string)
  })
  default = {}

  validation {
    condition     = var.database.serverless == null || (var.database.read_replica == null && !var.database.blue_green_updates && var.database.instance_class == "db.t4g.micro")
    error_message = "With database.serverless there is no instance: multi_az brings a second one to read from in place of read_replica, blue_green_updates are not for it, and capacity stands for instance_class. Leave those three out."
  }

  validation {
    condition     = var.database.serverless == null || try((try(coalesce(var.database.serverless.snapshot), null) != null) != var.database.serverless.empty, false)
    error_message = "database.serverless makes another database, and an environment that has one already loses it: give serverless.snapshot, a snapshot that it is made from, or serverless.empty = true where there is nothing to keep, and not both. See infra/README.md, Aurora Serverless."
  }

  validation {
    condition     = var.database.ca_pem == null || try(strcontains(var.database.ca_pem, "-----BEGIN CERTIFICATE-----"), false)
    error_message = "database.ca_pem holds the certificates of RDS as text, each from -----BEGIN CERTIFICATE----- on: fetch them again, see infra/README.md, Set up."
  }
}

variable "redis_password_version" {
  description = "Raise it to have a new password made; then deploy redis and flask-app."
  type        = number
  default     = 1
}

variable "github" {
  description = "Which jobs may deploy here; see the module deploy-role."
  type = object({
    owner         = string
    repository    = string
    environment   = string
    owner_id      = optional(string)
    repository_id = optional(string)
  })
}

variable "deploy_allow" {
  description = "What the deploy role may do beyond a deploy, whether it pushes images, and from which repositories (ARNs) it copies them; see the module deploy-role."
  type = object({
    push        = optional(bool, true)
    deregister  = optional(bool, false)
    run_task    = optional(bool, false)
    copies_from = optional(set(string), [])
  })
  default = {}
}

variable "repository_prefix" {
  description = "ECR repositories are shared by the environments: an image is built once and promoted by its digest."
  type        = string
  default     = "ecs-microservices"
}

variable "alarm_emails" {
  description = "Who is told when an alarm rings. Each address gets a mail to confirm."
  type        = set(string)
  default     = []
}

variable "log_retention_days" {
  description = "How many days logs are kept."
  type        = number
  default     = 30
}

variable "office_hours" {
  description = "Stops services and database outside these: stop, start and timezone, see the module schedule; null runs always."
  type        = map(string)
  default     = null

  validation {
    condition     = length(setsubtract(keys(coalesce(var.office_hours, {})), ["start", "stop", "timezone"])) == 0
    error_message = "office_hours takes start, stop and timezone; found: ${join(", ", keys(coalesce(var.office_hours, {})))}."
  }

  validation {
    condition     = var.office_hours == null || length(local.woken) == 0
    error_message = "office_hours set the count to 0, from which schedules, steps and metric_target would raise it at night, without a database: leave out office_hours, or these: ${join(", ", local.woken)}."
  }
}
