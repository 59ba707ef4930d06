"""Tools that others made for ECS, unchanged, against the local ECS: AWS's own command line, boto3, and ecs-deploy.

script/peer-tests starts the local ECS and tells where it is by AWS_ENDPOINT_URL.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError, WaiterError

BIN = Path(sys.executable).parent
CLUSTER = "shop"
ROLE = "arn:aws:iam::123456789012:role/shop-execution"
QUICK = {"Delay": 1, "MaxAttempts": 90}
BRISK = {"pullSeconds": 1, "startSeconds": 1, "healthySeconds": 1, "stopSeconds": 1}
WELL = {"match": {}, "behaviour": "healthy", **BRISK}
# ECS counts a task that never ran; one without a health check that ends after it ran it starts anew for ever
BROKEN = [{"match": {"tag": "2"}, "behaviour": "unpullable", **BRISK}, WELL]


def door(path, body):
    """What the control door of the local ECS is told."""
    request = urllib.request.Request(
        f"{os.environ['AWS_ENDPOINT_URL']}/_internal/{path}",
        json.dumps(body).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


def definition(family, tag="1", **more):
    return {
        "family": family,
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
        "executionRoleArn": ROLE,
        "containerDefinitions": [{"name": "app", "image": f"public.ecr.aws/acme/app:{tag}", **more}],
    }


NETWORK = {"awsvpcConfiguration": {"subnets": ["subnet-0a"], "securityGroups": ["sg-0a"]}}


def service(name, family, count=2):
    return {
        "cluster": CLUSTER,
        "serviceName": name,
        "taskDefinition": family,
        "desiredCount": count,
        "launchType": "FARGATE",
        "networkConfiguration": NETWORK,
        "deploymentConfiguration": {"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
    }


@pytest.fixture
def ecs():
    """A cluster in an ECS that knows nothing else; every image runs well unless a test says otherwise."""
    door("reset", {})
    door("fates", [WELL])
    client = boto3.client("ecs")
    client.create_cluster(clusterName=CLUSTER)
    return client


def settle(ecs, name="web", cluster=CLUSTER):
    """Waits until the newest service deployment is over, which is later than what the waiter calls stable; its status."""
    for _ in range(90):
        [newest, *_] = ecs.list_service_deployments(cluster=cluster, service=name)["serviceDeployments"]
        if newest.get("finishedAt"):
            return newest["status"]
        time.sleep(0.5)
    raise AssertionError(f"{name} is still deployed: {newest}")


def run(program, *arguments, code=0):
    """The standard output of a tool; its exit code is looked at first."""
    done = subprocess.run(
        [sys.executable, str(BIN / program), *arguments], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == code, f"{program} {arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout + (done.stderr if code else "")


def aws(*arguments, code=0):
    said = run("aws", *arguments, code=code)
    return json.loads(said) if said.strip().startswith("{") else said


def test_aws_releases_and_waits(ecs, tmp_path):
    file = tmp_path / "definition.json"
    file.write_text(json.dumps(definition("web")))
    told = aws("ecs", "register-task-definition", "--cli-input-json", f"file://{file}")
    assert told["taskDefinition"]["revision"] == 1
    place = tmp_path / "service.json"
    place.write_text(json.dumps(service("web", "web")))
    aws("ecs", "create-service", "--cli-input-json", f"file://{place}")
    ecs.get_waiter("services_stable").wait(cluster=CLUSTER, services=["web"], WaiterConfig=QUICK)
    file.write_text(json.dumps(definition("web", "2")))
    aws("ecs", "register-task-definition", "--cli-input-json", f"file://{file}")
    aws("ecs", "update-service", "--cluster", CLUSTER, "--service", "web", "--task-definition", "web")
    aws("ecs", "wait", "services-stable", "--cluster", CLUSTER, "--services", "web")
    query = "services[0].[taskDefinition,runningCount,deployments[0].rolloutState]"
    found = run("aws", "ecs", "describe-services", "--cluster", CLUSTER, "--services", "web", "--query", query)
    arn, running, state = json.loads(found)
    assert (arn.split("/")[-1], running, state) == ("web:2", 2, "COMPLETED")
    listed = aws("ecs", "list-service-deployments", "--cluster", CLUSTER, "--service", "web")
    assert listed["serviceDeployments"][0]["status"] == "SUCCESSFUL"


def test_aws_tells_of_a_broken_release(ecs):
    for tag in ("1", "2"):
        ecs.register_task_definition(**definition("web", tag))
    ecs.create_service(**service("web", "web:1"))
    assert settle(ecs) == "SUCCESSFUL"
    door("fates", BROKEN)
    aws("ecs", "update-service", "--cluster", CLUSTER, "--service", "web", "--task-definition", "web:2")
    assert settle(ecs) == "ROLLBACK_SUCCESSFUL"
    query = "services[0].[taskDefinition,runningCount]"
    found = run("aws", "ecs", "describe-services", "--cluster", CLUSTER, "--services", "web", "--query", query)
    arn, running = json.loads(found)
    assert (arn.split("/")[-1], running) == ("web:1", 2)


def test_the_minute_of_the_readme_rolls_back(ecs):
    text = (Path(__file__).parents[3] / "src/emulator/README.md").read_text()
    block = text.split("In another terminal", 1)[1].split("```sh\n", 1)[1].split("```", 1)[0]
    script = block.replace("http://127.0.0.1:4566", os.environ["AWS_ENDPOINT_URL"])
    env = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-eo", "pipefail"], input=script, env=env, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert settle(ecs, "api", "default") == "ROLLBACK_SUCCESSFUL"


def test_aws_runs_one_task(ecs):
    ecs.register_task_definition(**definition("job"))
    door("fates", [{"match": {}, "behaviour": "crashing", "exitCode": 3}])
    network = "awsvpcConfiguration={subnets=[subnet-0a],assignPublicIp=DISABLED}"
    started = aws(
        *("ecs", "run-task", "--cluster", CLUSTER, "--task-definition", "job", "--launch-type", "FARGATE"),
        *("--network-configuration", network, "--started-by", "peers"),
    )
    arn = started["tasks"][0]["taskArn"]
    aws("ecs", "wait", "tasks-stopped", "--cluster", CLUSTER, "--tasks", arn)
    [task] = aws("ecs", "describe-tasks", "--cluster", CLUSTER, "--tasks", arn)["tasks"]
    assert (task["containers"][0]["exitCode"], task["startedBy"]) == (3, "peers")


def test_aws_pages_and_refusals(ecs):
    for number in range(25):
        ecs.register_task_definition(**definition(f"many-{number:02}"))
        ecs.create_service(**service(f"many-{number:02}", f"many-{number:02}", 0))
    listed = aws("ecs", "list-services", "--cluster", CLUSTER, "--page-size", "10")
    assert len(listed["serviceArns"]) == 25
    said = aws("ecs", "update-service", "--cluster", CLUSTER, "--service", "nobody", "--desired-count", "1", code=255)
    assert "ServiceNotFoundException" in said
    said = aws("ecs", "describe-services", "--cluster", "nowhere", "--services", "many-00", code=255)
    assert "ClusterNotFoundException" in said


def test_aws_repositories(ecs):
    made = aws("ecr", "create-repository", "--repository-name", "shop/app", "--image-tag-mutability", "IMMUTABLE")
    assert made["repository"]["imageTagMutability"] == "IMMUTABLE"
    assert len(run("aws", "ecr", "get-login-password").strip()) > 8
    manifest = json.dumps({"schemaVersion": 2, "config": {"size": 1, "digest": "sha256:" + "a" * 64}, "layers": []})
    aws("ecr", "put-image", "--repository-name", "shop/app", "--image-tag", "1", "--image-manifest", manifest)
    found = aws("ecr", "describe-images", "--repository-name", "shop/app")
    assert found["imageDetails"][0]["imageTags"] == ["1"]
    other = manifest.replace("a" * 64, "b" * 64)
    said = aws(
        *("ecr", "put-image", "--repository-name", "shop/app", "--image-tag", "1", "--image-manifest", other),
        code=255,
    )
    assert "ImageTagAlreadyExistsException" in said


def test_boto3_waiters(ecs):
    ecs.register_task_definition(**definition("web"))
    ecs.create_service(**service("web", "web"))
    ecs.get_waiter("services_stable").wait(cluster=CLUSTER, services=["web"], WaiterConfig=QUICK)
    tasks = ecs.list_tasks(cluster=CLUSTER, serviceName="web")["taskArns"]
    ecs.get_waiter("tasks_running").wait(cluster=CLUSTER, tasks=tasks, WaiterConfig=QUICK)
    ecs.stop_task(cluster=CLUSTER, task=tasks[0], reason="by a test")
    ecs.get_waiter("tasks_stopped").wait(cluster=CLUSTER, tasks=tasks[:1], WaiterConfig=QUICK)
    [stopped] = ecs.describe_tasks(cluster=CLUSTER, tasks=tasks[:1])["tasks"]
    assert (stopped["stopCode"], stopped["stoppedReason"]) == ("UserInitiated", "by a test")
    ecs.delete_service(cluster=CLUSTER, service="web", force=True)
    ecs.get_waiter("services_inactive").wait(cluster=CLUSTER, services=["web"], WaiterConfig=QUICK)


def test_boto3_waiters_that_give_up(ecs):
    with pytest.raises(WaiterError, match="MISSING"):
        ecs.get_waiter("services_stable").wait(cluster=CLUSTER, services=["nobody"], WaiterConfig=QUICK)
    ecs.register_task_definition(**definition("job"))
    door("fates", [{"match": {}, "behaviour": "crashing", "exitCode": 1}])
    [task] = ecs.run_task(
        cluster=CLUSTER, taskDefinition="job", launchType="FARGATE", networkConfiguration=NETWORK
    )["tasks"]
    with pytest.raises(WaiterError, match="STOPPED"):
        ecs.get_waiter("tasks_running").wait(
            cluster=CLUSTER, tasks=[task["taskArn"]], WaiterConfig=QUICK
        )


def test_boto3_paginators(ecs):
    for number in range(23):
        ecs.register_task_definition(**definition("one", str(number)))
    ecs.create_service(**service("one", "one", 12))
    ecs.get_waiter("services_stable").wait(cluster=CLUSTER, services=["one"], WaiterConfig=QUICK)
    size = {"PageSize": 5}

    def pages(name, key, **arguments):
        found = list(ecs.get_paginator(name).paginate(PaginationConfig=size, **arguments))
        return len(found), sum(len(page[key]) for page in found)

    assert pages("list_task_definitions", "taskDefinitionArns", familyPrefix="one") == (5, 23)
    assert pages("list_task_definition_families", "families") == (1, 1)
    assert pages("list_tasks", "taskArns", cluster=CLUSTER) == (3, 12)
    assert pages("list_services", "serviceArns", cluster=CLUSTER) == (1, 1)
    assert pages("list_clusters", "clusterArns") == (1, 1)
    arns = next(iter(ecs.get_paginator("list_task_definitions").paginate(sort="DESC")))["taskDefinitionArns"]
    assert arns[0].endswith("one:23")


def test_boto3_errors_are_those_of_the_model(ecs):
    with pytest.raises(ecs.exceptions.ServiceNotFoundException):
        ecs.update_service(cluster=CLUSTER, service="nobody", desiredCount=1)
    with pytest.raises(ecs.exceptions.ClusterNotFoundException):
        ecs.list_services(cluster="nowhere")
    with pytest.raises(ecs.exceptions.ClientException):
        ecs.describe_task_definition(taskDefinition="nobody")
    with pytest.raises(ClientError) as refused:
        ecs.register_task_definition(**{**definition("web"), "cpu": "300"})
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert refused.value.response["ResponseMetadata"]["RequestId"]


@pytest.fixture
def web(ecs):
    """A service of two tasks of public.ecr.aws/acme/app:1 that is stable."""
    ecs.register_task_definition(**definition("web", environment=[{"name": "MODE", "value": "one"}]))
    ecs.create_service(**service("web", "web"))
    assert settle(ecs) == "SUCCESSFUL"
    return ecs


def live(ecs):
    [found] = ecs.describe_services(cluster=CLUSTER, services=["web"])["services"]
    return found


def test_ecs_deploy_releases(web):
    said = run("ecs", "deploy", CLUSTER, "web", "-t", "2", "-e", "app", "MODE", "two", "--timeout", "120")
    assert "Deployment successful" in said
    found = web.describe_task_definition(taskDefinition=live(web)["taskDefinition"])["taskDefinition"]
    [container] = found["containerDefinitions"]
    assert (container["image"], container["environment"]) == (
        "public.ecr.aws/acme/app:2",
        [{"name": "MODE", "value": "two"}],
    )
    # it deregisters what it replaced
    assert web.describe_task_definition(taskDefinition="web:1")["taskDefinition"]["status"] == "INACTIVE"


def test_ecs_deploy_goes_back_by_itself(web):
    door("fates", BROKEN)
    said = run("ecs", "deploy", CLUSTER, "web", "-t", "2", "--timeout", "25", "--rollback", code=1)
    assert "Rolling back to task definition: web:1" in said
    web.get_waiter("services_stable").wait(cluster=CLUSTER, services=["web"], WaiterConfig=QUICK)
    assert live(web)["taskDefinition"].endswith("web:1")


def test_ecs_deploy_scales_runs_and_compares(web):
    assert "Scaling successful" in run("ecs", "scale", CLUSTER, "web", "4", "--timeout", "120")
    assert live(web)["runningCount"] == 4
    web.register_task_definition(**definition("web", "9"))
    assert "public.ecr.aws/acme/app:9" in run("ecs", "diff", "web", "1", "2")
    said = run(
        *("ecs", "run", CLUSTER, "web:1", "1", "--launchtype", "FARGATE", "--subnet", "subnet-0a"),
        *("--securitygroup", "sg-0a", "--command", "app", "migrate"),
    )
    assert "Successfully started 1 instances" in said


def parameters():
    return {
        "TaskDefinitionArn": "job",
        "LaunchType": "FARGATE",
        "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["subnet-0a"]}},
    }


def started_by(ecs, who, seconds=30):
    """The tasks that were started by a rule or a schedule, once there are some."""
    for _ in range(seconds * 2):
        arns = ecs.list_tasks(cluster=CLUSTER, startedBy=who)["taskArns"]
        if arns:
            return ecs.describe_tasks(cluster=CLUSTER, tasks=arns)["tasks"]
        time.sleep(0.5)
    raise AssertionError(f"nothing was started by {who}")


def test_boto3_has_a_rule_start_a_task_after_a_deployment(ecs):
    ecs.register_task_definition(**definition("job"))
    ecs.register_task_definition(**definition("web"))
    cluster = ecs.describe_clusters(clusters=[CLUSTER])["clusters"][0]["clusterArn"]
    events = boto3.client("events")
    pattern = {
        "source": ["aws.ecs"],
        "detail-type": ["ECS Deployment State Change"],
        "detail": {"eventName": ["SERVICE_DEPLOYMENT_COMPLETED"]},
    }
    events.put_rule(Name="after", EventPattern=json.dumps(pattern))
    overrides = {"containerOverrides": [{"name": "app", "command": ["warm-up"]}]}
    target = {
        "Id": "job",
        "Arn": cluster,
        "RoleArn": ROLE,
        "EcsParameters": parameters(),
        "Input": json.dumps(overrides),
    }
    assert events.put_targets(Rule="after", Targets=[target])["FailedEntryCount"] == 0
    assert events.list_targets_by_rule(Rule="after")["Targets"] == [target]
    ecs.create_service(**service("web", "web", 1))
    (task,) = started_by(ecs, "events-rule/after")
    assert task["overrides"]["containerOverrides"] == overrides["containerOverrides"]
    events.remove_targets(Rule="after", Ids=["job"])
    events.delete_rule(Name="after")
    with pytest.raises(events.exceptions.ResourceNotFoundException):
        events.describe_rule(Name="after")


def test_boto3_has_a_schedule_start_a_task(ecs):
    ecs.register_task_definition(**definition("job"))
    cluster = ecs.describe_clusters(clusters=[CLUSTER])["clusters"][0]["clusterArn"]
    scheduler = boto3.client("scheduler")
    target = {"Arn": cluster, "RoleArn": ROLE, "EcsParameters": parameters()}
    made = scheduler.create_schedule(
        Name="daily",
        ScheduleExpression="rate(1 day)",
        ScheduleExpressionTimezone="Europe/Berlin",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target=target,
    )
    (task,) = started_by(ecs, "chronos-schedule/daily")
    assert task["taskDefinitionArn"].endswith("/job:1")
    found = scheduler.get_schedule(Name="daily")
    assert (found["Arn"], found["State"]) == (made["ScheduleArn"], "ENABLED")
    pages = scheduler.get_paginator("list_schedules").paginate(NamePrefix="da")
    assert [one["Name"] for page in pages for one in page["Schedules"]] == ["daily"]
    told = aws("scheduler", "get-schedule", "--name", "daily")
    assert told["ScheduleExpressionTimezone"] == "Europe/Berlin"
    aws("scheduler", "delete-schedule", "--name", "daily")
    with pytest.raises(scheduler.exceptions.ResourceNotFoundException):
        scheduler.get_schedule(Name="daily")
