"""docker-compose.yml: valid for Docker Compose itself, and naming only what the code has.

An image that cannot be built here is proved by its parts: the Dockerfile by a linter, its extras
by starting each process with every other extra's modules hidden (`test_images.py`).
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import typer

from amuddu.kit.bus import acls
from amuddu.kit.settings import Settings
from cli.main import COMMANDS, app
from tests.architecture.test_consistency import variables
from tests.deploy.files import (
    ASKED_FOR,
    OWN,
    ROOT,
    compose,
    compose_config,
    databases_of,
    ours,
    settings_of,
)

OF_LIBRARIES = {"OTEL_EXPORTER_OTLP_ENDPOINT"}
PROCESSES = sorted({*OWN, *(f"{name}-worker" for name in OWN if name != "gateway")})


def test_every_process_is_a_service_of_its_own() -> None:
    assert set(ours()) == {*PROCESSES, "migrate", "topics"}
    assert set(compose()["services"]) - set(ours()) == {"postgres", "kafka", "kafka-users", "mail"}


@pytest.mark.parametrize("missing", sorted(ASKED_FOR))
def test_what_has_no_default_is_asked_for_by_name(missing: str) -> None:
    done = compose_config({name: value for name, value in ASKED_FOR.items() if name != missing})
    assert done.returncode != 0
    assert missing in done.stderr


@pytest.mark.parametrize("name", [*PROCESSES, "migrate", "topics"])
def test_its_command_is_one_that_the_code_has(name: str) -> None:
    command = ours()[name]["command"]
    assert command[0] in COMMANDS
    group = typer.main.get_command(app)
    # Parses the whole line, options and arguments, and runs nothing.
    with group.make_context("amuddu", list(command)) as context:
        sub, arguments = context._protected_args[0], context.args
        assert sub == command[0]
        found = group.get_command(context, sub)  # type: ignore[attr-defined]
        found.make_context(sub, list(arguments), parent=context)


def process(name: str) -> str:
    """Whose settings a compose service reads."""
    return name.removesuffix("-worker")


def in_its_environment(
    name: str, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """The settings as that container reads them: its own variables and no other."""
    for variable in variables():
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    return settings_of(process(name))()


@pytest.mark.parametrize("name", PROCESSES)
def test_it_starts_in_production_with_what_it_is_given(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = in_its_environment(name, ours()[name]["environment"], monkeypatch)
    assert settings.mode == "production"
    database = settings.database_url  # type: ignore[attr-defined]
    owner = process(name)
    assert database == f"postgresql://{owner}:{ASKED_FOR['POSTGRES_PASSWORD']}@postgres/{owner}"
    if name.endswith("-worker"):
        assert settings.bus == "kafka"
        assert settings.kafka_servers == "kafka:9092"
        assert settings.kafka_security == "sasl_plaintext"
        assert settings.kafka_user == acls.USER_PREFIX + owner
        assert settings.kafka_password == ASKED_FOR[f"KAFKA_{owner.upper()}_PASSWORD"]


@pytest.mark.parametrize("name", sorted(set(PROCESSES) | {"migrate", "topics"}))
def test_it_is_given_no_variable_that_the_code_does_not_read(name: str) -> None:
    given = set(ours()[name]["environment"])
    assert given - variables() <= OF_LIBRARIES
    if name in PROCESSES:  # and no other service's database
        databases = {variable for variable in given if variable.endswith("_DATABASE_URL")}
        assert databases == databases_of(process(name))


@pytest.mark.parametrize("name", sorted(set(PROCESSES) | {"migrate", "topics"}))
def test_it_holds_its_own_secret_and_its_own_private_key_alone(name: str) -> None:
    own = process(name)
    given = ours()[name]["environment"]
    mounted = [volume["source"] for volume in ours()[name].get("volumes", ())]
    assert ("papers" in mounted) == (name in {"profiles", "profiles-worker"})
    keyed = [source for source in mounted if source != "papers"]
    assert keyed == ([f"/somewhere/keys/{own}"] if name in PROCESSES else [])
    secret = ASKED_FOR.get(f"AMUDDU_{own.upper()}_SECRET")
    assert given.get("AMUDDU_SECRET_KEY") == (secret if name in PROCESSES else None)
    on_the_broker = ASKED_FOR.get(f"KAFKA_{own.upper()}_PASSWORD")
    others = set(ASKED_FOR.values()) - {secret, on_the_broker, ASKED_FOR["POSTGRES_PASSWORD"]}
    assert others & set(given.values()) <= {ASKED_FOR["AMUDDU_PUBLIC_URL"]}


def test_profiles_alone_is_given_the_master_key() -> None:
    given = {name for name, one in ours().items() if one.get("secrets")}
    assert given == {"profiles", "profiles-worker"}
    for name in given:
        [secret] = ours()[name]["secrets"]
        path = secret.get("target") or f"/run/secrets/{secret['source']}"
        assert ours()[name]["environment"]["AMUDDU_MASTER_KEY_FILE"] == path


def port_of(name: str) -> int:
    command = ours()[name]["command"]
    return int(command[command.index("--port") + 1])


@pytest.mark.parametrize("name", ["gateway", "notifications-worker"])
def test_addresses_of_services_are_where_they_listen(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = in_its_environment(name, ours()[name]["environment"], monkeypatch)
    needed = OWN[:-1] if name == "gateway" else ("profiles",)
    for service in needed:
        assert getattr(settings, f"{service}_url") == f"http://{service}:{port_of(service)}"


@pytest.mark.parametrize("name", PROCESSES)
def test_its_probe_asks_a_port_that_it_opens(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = ours()[name]
    asked = re.search(r"http://127\.0\.0\.1:(\d+)/readyz", one["healthcheck"]["test"][-1])
    assert asked is not None
    settings = in_its_environment(name, one["environment"], monkeypatch)
    opened = settings.worker_port if name.endswith("-worker") else port_of(name)
    assert int(asked.group(1)) == opened


def test_only_the_gateway_and_the_mail_catcher_are_published_and_on_this_machine_alone() -> None:
    published = {
        name: [(port["host_ip"], port["published"]) for port in one["ports"]]
        for name, one in compose()["services"].items()
        if one.get("ports")
    }
    assert published == {"gateway": [("127.0.0.1", "8000")], "mail": [("127.0.0.1", "8025")]}


def test_the_gateways_figures_are_on_a_port_that_is_not_published() -> None:
    metrics = int(ours()["gateway"]["environment"]["AMUDDU_METRICS_PORT"])
    assert metrics not in {int(port["target"]) for port in ours()["gateway"]["ports"]}


@pytest.mark.parametrize("name", [*PROCESSES, "migrate", "topics"])
def test_it_may_do_little(name: str) -> None:
    one = ours()[name]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in one
    assert "user" not in one  # the image's own, which is not root


@pytest.mark.parametrize("name", PROCESSES)
def test_it_waits_for_what_it_needs(name: str) -> None:
    waits = {on: how["condition"] for on, how in ours()[name]["depends_on"].items()}
    assert waits["migrate"] == "service_completed_successfully"
    assert waits["postgres"] == "service_healthy"
    # With the broker away an API accepts every write, so only workers wait for it.
    wanted = "service_completed_successfully" if name.endswith("-worker") else None
    assert waits.get("topics") == wanted
    assert ("kafka" in waits) is name.endswith("-worker")


@pytest.mark.parametrize("name", [*PROCESSES, "postgres", "kafka"])
def test_it_says_whether_it_is_healthy(name: str) -> None:
    assert compose()["services"][name]["healthcheck"]["test"][0] == "CMD"


def test_kafka_runs_without_zookeeper_and_makes_no_topic_by_accident() -> None:
    kafka = compose()["services"]["kafka"]
    environment: dict[str, Any] = kafka["environment"]
    assert kafka["image"].startswith("apache/kafka:")
    assert environment["KAFKA_PROCESS_ROLES"] == "broker,controller"
    assert environment["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    quorum = environment["KAFKA_CONTROLLER_QUORUM_VOTERS"]
    assert quorum == f"{environment['KAFKA_NODE_ID']}@127.0.0.1:9093"


def test_kafka_answers_others_only_by_an_account_and_what_it_may_do() -> None:
    environment = compose()["services"]["kafka"]["environment"]
    listeners = dict(one.split("://") for one in environment["KAFKA_LISTENERS"].split(","))
    open_to_others = {name for name, at in listeners.items() if not at.startswith("127.0.0.1")}
    secured = dict(
        one.split(":") for one in environment["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"].split(",")
    )
    assert {secured[name] for name in open_to_others} == {"SASL_PLAINTEXT"}
    assert environment["KAFKA_AUTHORIZER_CLASS_NAME"].endswith(".StandardAuthorizer")
    assert environment["KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND"] == "false"
    users = compose()["services"]["kafka-users"]
    assert set(users["environment"]) == {f"KAFKA_{u.upper()}_PASSWORD" for u in acls.users()}
    assert users["network_mode"] == "service:kafka"
    script = (ROOT / "deploy/kafka/users.sh").read_text()
    assert f"for name in {' '.join(sorted(acls.users()[:-1], key=OWN.index))} topics;" in script


def test_its_databases_are_those_that_the_server_makes() -> None:
    made = re.findall(
        r"CREATE DATABASE (\w+) OWNER (\w+);",
        (ROOT / "deploy/docker/databases.sql").read_text(),
    )
    assert sorted(made) == sorted((name, name) for name in (*OWN, "audit", "keys"))
    mounted = {one["target"] for one in compose()["services"]["postgres"]["volumes"]}
    assert "/docker-entrypoint-initdb.d/databases.sql" in mounted


def test_images_have_a_version_and_never_the_latest() -> None:
    for name, one in compose()["services"].items():
        _, _, tag = one["image"].partition(":")
        assert tag, name
        assert tag != "latest", name
