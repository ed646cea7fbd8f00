"""deploy/k8s: valid for Kubernetes' own schemas, and naming only what the code has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import typer

from cli.main import app
from tests.architecture.test_consistency import variables
from tests.deploy.files import ASKED_FOR, OWN, cluster, of_kind, settings_of

SCHEMAS = "1.33"
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
    shared: dict[str, str] = of_kind("ConfigMap")["amuddu"]["data"]
    secret = {
        one["name"]: one["value"]
        if "value" in one
        else ASKED_FOR.get(one["name"], "postgresql://u:p@postgres/x")
        for one in container(name)["env"]
    }
    return {**shared, **secret}


@pytest.mark.parametrize("name", [*DEPLOYMENTS, "migrate", "topics"])
def test_it_is_given_what_the_code_reads_and_no_other_services_database(name: str) -> None:
    given = set(environment(name))
    assert given <= variables()
    databases = {one for one in given if one.endswith("_DATABASE_URL")}
    if name in DEPLOYMENTS:
        process = name.removesuffix("-worker")
        own = {"profiles": {"AMUDDU_KEYS_DATABASE_URL"}}.get(process, set())
        assert databases == {f"AMUDDU_{process.upper()}_DATABASE_URL", *own}


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
    assert settings.bus == "kafka"
    assert settings.database_url  # type: ignore[attr-defined]
    for service in OWN[:-1]:  # port 80 of the service of that name
        assert getattr(settings, f"{service}_url") == f"http://{service}"
        assert of_kind("Service")[service]["spec"]["ports"][0]["port"] == 80


def test_no_secret_is_written_down() -> None:
    assert of_kind("Secret") == {}
    words = ("KEY", "PASSWORD", "USER", "DATABASE_URL")
    for item in of_kind("ConfigMap").values():
        assert not [name for name in item["data"] if name.endswith(words)]
    for name in [*DEPLOYMENTS, "migrate", "topics"]:
        written = {one["name"] for one in container(name)["env"] if "valueFrom" not in one}
        assert written <= {"AMUDDU_MASTER_KEY_FILE"}, "where it is mounted, not what it holds"


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
