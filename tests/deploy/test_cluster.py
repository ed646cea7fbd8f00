"""deploy/k8s: valid for Kubernetes' own schemas, and naming only what the code has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import typer

from amuddu.kit.bus import acls
from cli.main import app
from tests.architecture.test_consistency import variables
from tests.deploy.files import ASKED_FOR, OWN, cluster, databases_of, of_kind, settings_of

SCHEMAS = "1.33"
SECRET = ASKED_FOR["AMUDDU_PROFILES_SECRET"]
DATABASE = f"postgresql://u:{SECRET}@postgres/x?sslmode=verify-full"
NO_SECRET = {"matching", "matching-worker", "migrate", "topics"}
DEPLOYMENTS = sorted({*OWN, *(f"{name}-worker" for name in OWN if name != "gateway")})


def label(item: dict[str, Any]) -> str:
    return f"{item['kind']}-{item['metadata']['name']}"


@pytest.mark.parametrize("item", cluster(), ids=label)
def test_it_fits_the_schema(item: dict[str, Any]) -> None:
    kubernetes_validate.validate(item, SCHEMAS, strict=True)


def test_every_process_is_deployed() -> None:
    assert sorted(of_kind("Deployment")) == DEPLOYMENTS
    assert sorted(of_kind("Job")) == ["migrate", "topics"]


def container(name: str) -> dict[str, Any]:
    item = of_kind("Deployment", "Job")[name]
    found: dict[str, Any] = item["spec"]["template"]["spec"]["containers"][0]
    return found


def environment(name: str) -> dict[str, str]:
    """What the container is given, secrets as some value of theirs."""
    shared: dict[str, str] = {}
    for source in container(name)["envFrom"]:
        shared |= of_kind("ConfigMap")[source["configMapRef"]["name"]]["data"]
    own = {
        one["name"]: one.get("value")
        or (DATABASE if one["name"].endswith("_DATABASE_URL") else SECRET)
        for one in container(name)["env"]
    }
    return {**shared, **own}


@pytest.mark.parametrize("name", [*DEPLOYMENTS, "migrate", "topics"])
def test_it_is_given_what_the_code_reads_and_no_other_services_database(name: str) -> None:
    given = set(environment(name))
    assert given <= variables()
    databases = {one for one in given if one.endswith("_DATABASE_URL")}
    if name in DEPLOYMENTS:
        assert databases == databases_of(name.removesuffix("-worker"))


def test_profiles_alone_is_given_the_master_key() -> None:
    given = {name for name in DEPLOYMENTS if "AMUDDU_MASTER_KEY_FILE" in environment(name)}
    assert given == {"profiles", "profiles-worker"}
    for name in DEPLOYMENTS:
        pod = of_kind("Deployment")[name]["spec"]["template"]["spec"]
        secrets = [one["secret"]["secretName"] for one in pod["volumes"] if "secret" in one]
        assert ("amuddu-master" in secrets) is (name in given)
    for name in given:
        file = Path(environment(name)["AMUDDU_MASTER_KEY_FILE"])
        mounts = {one["mountPath"] for one in container(name)["volumeMounts"]}
        assert str(file.parent) in mounts


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_it_starts_in_production_with_what_it_is_given(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in variables():
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment(name).items():
        monkeypatch.setenv(variable, value)
    settings = settings_of(name.removesuffix("-worker"))()
    assert settings.mode == "production"
    if name.endswith("-worker"):
        assert settings.bus == "kafka"
        assert settings.kafka_user == acls.USER_PREFIX + name.removesuffix("-worker")
    else:  # with the broker away an API accepts every write: it need not know one
        assert not settings.kafka_user
    assert settings.database_url  # type: ignore[attr-defined]
    for service in OWN[:-1]:  # port 80 of the service of that name
        assert getattr(settings, f"{service}_url") == f"http://{service}"
        assert of_kind("Service")[service]["spec"]["ports"][0]["port"] == 80


@pytest.mark.parametrize("name", [*DEPLOYMENTS, "migrate", "topics"])
def test_it_holds_its_own_secret_and_its_own_private_key_alone(name: str) -> None:
    owner = name.removesuffix("-worker")
    given = (one for one in container(name)["env"] if "valueFrom" in one)
    asked = {one["name"]: one["valueFrom"]["secretKeyRef"] for one in given}
    assert ("AMUDDU_SECRET_KEY" not in asked) is (name in NO_SECRET)
    if name not in NO_SECRET:
        assert asked["AMUDDU_SECRET_KEY"] == {"name": f"amuddu-{owner}", "key": "secret-key"}
    pod = of_kind("Deployment", "Job")[name]["spec"]["template"]["spec"]
    secrets = [
        source["secret"]["name"]
        for volume in pod["volumes"]
        for source in volume.get("projected", {}).get("sources", [])
        if "secret" in source
    ]
    assert secrets == ([f"amuddu-{owner}-key"] if name in DEPLOYMENTS else [])


def test_services_reach_the_gateways_door_on_a_port_that_the_public_has_not() -> None:
    door = of_kind("Service")["gateway-inside"]["spec"]
    assert door["ports"] == [{"name": "inside", "port": 9000, "targetPort": "inside"}]
    url = of_kind("ConfigMap")["amuddu"]["data"]["AMUDDU_GATEWAY_INSIDE_URL"]
    assert url == "http://gateway-inside:9000"
    allowed = of_kind("NetworkPolicy")["services-to-session-door"]["spec"]
    assert allowed["podSelector"]["matchLabels"] == {"app": "gateway"}


def test_no_secret_is_written_down() -> None:
    assert of_kind("Secret") == {}
    words = ("KEY", "PASSWORD", "USER", "DATABASE_URL")
    for item in of_kind("ConfigMap").values():
        assert not [name for name in item["data"] if name.endswith(words)]
    for name in [*DEPLOYMENTS, "migrate", "topics"]:
        given = container(name)["env"]
        written = {one["name"] for one in given if "value" in one}
        # An account's name, and where a file is mounted: not what they hold.
        assert written <= {"AMUDDU_KAFKA_USER", "AMUDDU_MASTER_KEY_FILE", "AMUDDU_PAPERS_DIR"}
        assert all("secretKeyRef" in one["valueFrom"] for one in given if "value" not in one)


@pytest.mark.parametrize("name", [*DEPLOYMENTS, "migrate", "topics"])
def test_its_command_is_one_that_the_code_has(name: str) -> None:
    arguments = container(name)["args"]
    group = typer.main.get_command(app)
    with group.make_context("amuddu", list(arguments)) as context:
        found = group.get_command(context, arguments[0])  # type: ignore[attr-defined]
        assert found is not None
        found.make_context(arguments[0], list(arguments[1:]), parent=context)


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_its_probes_ask_a_port_that_it_opens(name: str) -> None:
    one = container(name)
    ports = {port["name"]: port["containerPort"] for port in one["ports"]}
    if name.endswith("-worker"):
        assert ports == {"inside": int(environment(name)["AMUDDU_WORKER_PORT"])}
    else:
        assert ports["http"] == int(one["args"][one["args"].index("--port") + 1])
    probes = {kind: one[kind]["httpGet"] for kind in ("livenessProbe", "readinessProbe")}
    assert probes["livenessProbe"]["path"] == "/livez"
    assert probes["readinessProbe"]["path"] == "/readyz"
    assert {probe["port"] for probe in probes.values()} <= set(ports)


@pytest.mark.parametrize("name", [*DEPLOYMENTS, "migrate", "topics"])
def test_it_may_do_little(name: str) -> None:
    pod = of_kind("Deployment", "Job")[name]["spec"]["template"]["spec"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container(name)["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container(name)["resources"]["limits"]["memory"]


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_one_replica_at_a_time_is_taken_away(name: str) -> None:
    assert of_kind("Deployment")[name]["spec"]["replicas"] >= 2
    budget = of_kind("PodDisruptionBudget")[name]["spec"]
    assert budget["maxUnavailable"] == 1
    assert budget["selector"]["matchLabels"] == {"app": name}


def test_services_and_policies_choose_pods_that_exist() -> None:
    labels = [
        item["spec"]["template"]["metadata"]["labels"] for item in of_kind("Deployment").values()
    ]
    for name, item in of_kind("Service").items():
        assert item["spec"]["selector"] in [{"app": one["app"]} for one in labels], name
    for name, item in of_kind("NetworkPolicy").items():
        wanted = item["spec"]["podSelector"].get("matchLabels", {})
        assert any(wanted.items() <= one.items() for one in labels), name


def test_figures_are_not_where_the_public_is_sent() -> None:
    shown = of_kind("Ingress")["gateway"]["spec"]["rules"][0]["http"]["paths"]
    assert [path["backend"]["service"]["port"]["name"] for path in shown] == ["http"]
    assert of_kind("Service")["gateway"]["spec"]["ports"] == [
        {"name": "http", "port": 80, "targetPort": "http"}
    ]
