"""deploy/kafka: what each account may do on the brokers follows from the table of topics."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
import yaml

from amuddu.contracts.events.topics import BY_NAME, TOPICS
from amuddu.kit.bus import acls
from cli.processes import one_process
from tests.deploy.files import ROOT

FOLDER = ROOT / "deploy/kafka"


def allowed() -> dict[str, set[tuple[str, str, str]]]:
    """By user: kind, name, operation, as the file for Strimzi has them."""
    found: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for user in yaml.safe_load_all((FOLDER / "users.yaml").read_text()):
        name: str = user["metadata"]["name"].removeprefix(acls.USER_PREFIX)
        rules: list[dict[str, Any]] = user["spec"]["authorization"]["acls"]
        for rule in rules:
            assert rule["resource"]["patternType"] == "literal"
            about = rule["resource"]
            found[name] |= {(about["type"], about["name"], each) for each in rule["operations"]}
    return dict(found)


def test_the_files_are_what_the_command_prints() -> None:
    assert (FOLDER / "acls.sh").read_text() == acls.commands()
    assert (FOLDER / "users.yaml").read_text() == acls.strimzi()


def test_every_topic_is_written_by_its_producer_alone() -> None:
    for name, topic in BY_NAME.items():
        writers = {user for user, may in allowed().items() if ("topic", name, "Write") in may}
        assert writers == {topic.producer}


@pytest.mark.parametrize("service", one_process.SERVICES)
def test_a_service_reads_what_it_consumes_or_is_rebuilt_from(service: str) -> None:
    read = {name for kind, name, may in allowed()[service] if (kind, may) == ("topic", "Read")}
    wanted = {each.name for each in TOPICS if service in (*each.consumers, *each.rebuilds)}
    assert read == wanted
    groups = {name for kind, name, _ in allowed()[service] if kind == "group"}
    assert groups == {f"amuddu-{service}"}


def test_who_makes_the_topics_neither_reads_nor_writes_them() -> None:
    operations = {each for _, _, each in allowed()[acls.ADMIN]}
    assert operations == {"Create", "Describe", "DescribeConfigs"}
    assert set(allowed()) == {*one_process.SERVICES, acls.ADMIN}


def test_a_prefix_stands_before_topics_and_groups() -> None:
    names = {rule.name for rule in acls.rules(prefix="here-")}
    assert all(name.startswith("here-") for name in names)
