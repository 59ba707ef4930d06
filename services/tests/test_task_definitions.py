import json
import re
from pathlib import Path

import pytest

SERVICES = Path(__file__).parents[1]
SHAPES = {
    # cpu, memory, port, protocol of Service Connect (none means TCP)
    "flask-app": ("512", "1024", 5000, "http"),
    "nginx": ("256", "512", 8080, "http"),
    "redis": ("256", "512", 6379, None),
    "reports": ("256", "512", None, None),
}


@pytest.fixture(params=SHAPES)
def name(request):
    return request.param


@pytest.fixture
def definition(name):
    return json.loads((SERVICES / name / "task-definition.json").read_text())


@pytest.fixture
def container(definition):
    (container,) = definition["containerDefinitions"]
    return container


def test_size_and_port(name, definition, container):
    cpu, memory, port, protocol = SHAPES[name]
    assert (definition["cpu"], definition["memory"]) == (cpu, memory)
    ports = container.get("portMappings", [])
    found = [(each["name"], each["containerPort"], each.get("appProtocol")) for each in ports]
    assert found == ([(name, port, protocol)] if port else [])


def test_it_is_for_fargate(name, definition, container):
    assert definition["family"] == f"ecs-microservices-{name}"
    assert definition["networkMode"] == "awsvpc"
    assert definition["requiresCompatibilities"] == ["FARGATE"]
    assert (container["name"], container["essential"]) == (name, True)
    assert 2 <= container["stopTimeout"] <= 120


def test_it_holds_only_what_can_be_registered(definition):
    assert set(definition) == {
        "family",
        "networkMode",
        "requiresCompatibilities",
        "cpu",
        "memory",
        "runtimePlatform",
        "containerDefinitions",
    }


def test_it_is_hardened(container):
    assert container["readonlyRootFilesystem"] is True
    linux = container["linuxParameters"]
    # Both lists, as ECS describes them: without the empty one every plan of Terraform would replace the definition.
    assert linux["capabilities"] == {"add": [], "drop": ["ALL"]}
    assert linux["initProcessEnabled"] is True
    assert [mount["containerPath"] for mount in linux["tmpfs"]] == ["/tmp"]


def test_the_user_and_the_port_are_those_of_the_image(name, container):
    dockerfile = (SERVICES / name / "Dockerfile").read_text()
    assert f"USER {container['user']}\n" in dockerfile
    ports = [str(each["containerPort"]) for each in container.get("portMappings", [])]
    assert re.findall(r"^EXPOSE (\d+)$", dockerfile, re.M) == ports


def test_the_health_check_is_that_of_the_image(name, container):
    dockerfile = (SERVICES / name / "Dockerfile").read_text()
    health = container["healthCheck"]
    assert health["command"][0] == "CMD"
    assert f"CMD {json.dumps(health['command'][1:])}\n" in dockerfile
    assert 5 <= health["interval"] <= 300
    assert 2 <= health["timeout"] <= 60
    assert 1 <= health["retries"] <= 10
    assert 0 <= health["startPeriod"] <= 300


def test_secrets_are_references(name, container):
    for secret in container["secrets"]:
        assert re.fullmatch(r"/ecs-microservices/[a-z-]+/[a-z-]+", secret["valueFrom"])
    for setting in container["environment"]:
        assert not re.search(r"PASSWORD|SECRET|TOKEN|KEY", setting["name"])


def test_the_log(name, container):
    assert container["logConfiguration"]["logDriver"] == "awslogs"
    options = container["logConfiguration"]["options"]
    assert options["awslogs-group"] == f"/ecs/ecs-microservices/{name}"
    assert (options["mode"], options["max-buffer-size"]) == ("non-blocking", "25m")


def test_who_uses_redis_shares_one_password():
    def reference(name):
        definition = json.loads((SERVICES / name / "task-definition.json").read_text())
        return {s["name"]: s["valueFrom"] for s in definition["containerDefinitions"][0]["secrets"]}["REDIS_PASSWORD"]

    assert reference("flask-app") == reference("reports") == reference("redis")
