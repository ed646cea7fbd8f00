"""`amuddu run` and `amuddu demo`: the main job on invented data."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import httpx2
import typer

from amuddu.kit import clock, embedded
from amuddu.kit.db import Database
from cli.demo import programme, seed
from cli.demo.sink import Mailbox, mail_sink, sms_sink
from cli.demo.story import Story, StoryBroken, play
from cli.processes import one_process, separate
from cli.processes.supervisor import DidNotStart
from gateway.settings import GatewaySettings

PEOPLE, POSTINGS = 400, 60
People = Annotated[int, typer.Option(min=20, max=5000, help="How many to invent.")]


def run(
    port: Annotated[int, typer.Option(help="Port of the pages and the API.")] = 8000,
    people: People = PEOPLE,
) -> None:
    """Start everything with demonstration data, tell the story, and stay up."""
    with ExitStack() as stack:
        story = Story(tell=_say)
        _say("Amuddu démarre…")
        opened = _open(stack, story, port=port, environment={})
        added = _seed(story, opened, people)
        if added:
            _play(story, opened, people)
            _claim(story, opened)
            programme.release_figures(opened.address, today=_today())
        _welcome(opened.address)
        one_process.told_to_stop().wait()
        _say("Amuddu s'arrête…")


class ByBus(StrEnum):
    """How events travel in the demonstration."""

    MEMORY = "memory"
    KAFKA = "kafka"


def demo(
    bus: Annotated[
        ByBus, typer.Option(help="memory: one process; kafka: every process separate.")
    ] = ByBus.MEMORY,
    kafka: Annotated[
        str,
        typer.Option(
            envvar="KAFKA",
            help="host:port of a cluster to use, with two of each process; else a mock one.",
        ),
    ] = "",
    people: People = PEOPLE,
) -> None:
    """Run the main job once on fresh data and free ports; the last line is JSON."""
    # Told to end, it ends in order: the processes of the product must not outlive it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("interrompu"))
    story = Story(tell=_say)
    folder = Path(tempfile.mkdtemp(prefix="amuddu-demo-"))
    failure = ""
    try:
        with ExitStack() as stack:
            if bus is ByBus.KAFKA or kafka:
                opened = _open_separate(stack, story, folder, kafka)
            else:
                environment = {"AMUDDU_DATA_DIR": str(folder)}
                opened = _open(stack, story, port=0, environment=environment)
            _seed(story, opened, people)
            _play(story, opened, people)
    except (StoryBroken, DidNotStart, TimeoutError, SystemExit) as error:
        failure = str(error) or type(error).__name__
        _say(f"Échec : {failure}")
    finally:
        embedded.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)
    _print_result(story, failure)
    raise typer.Exit(1 if failure else 0)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A deployment that is open: its address, where its accounts are kept, what was mailed."""

    address: str
    accounts: str
    mailbox: Mailbox


def _open(stack: ExitStack, story: Story, *, port: int, environment: dict[str, str]) -> _Opened:
    """Start the product in this process, and its sinks; the first page is fetched at once."""
    first_page = _first_page(story)
    with story.step("start", "tout est démarré"):
        mailbox, sinks = _sinks(stack)
        environment = {**_QUIET, **environment, **sinks}
        started = one_process.running(port=port, environment=environment, opened=first_page)
        address = stack.enter_context(started).gateway
    settings = GatewaySettings()
    return _Opened(address, Database.of(settings, "gateway", settings.database_url).url, mailbox)


def _open_separate(stack: ExitStack, story: Story, folder: Path, kafka: str) -> _Opened:
    """Start every process of the product on its own, joined by a cluster."""
    first_page = _first_page(story)
    with story.step("start", "tout est démarré, chaque processus à part"):
        mailbox, sinks = _sinks(stack)
        started = separate.running(
            folder,
            kafka=separate.real_cluster(kafka, "demo")
            if kafka
            else stack.enter_context(separate.mock_cluster()),
            environment={**_QUIET, **sinks},
            replicas=2 if kafka else 1,
            opened=first_page,
        )
        running = stack.enter_context(started)
    return _Opened(running.gateway, running.databases["gateway"], mailbox)


_QUIET = {"AMUDDU_LOG_LEVEL": "WARNING", "AMUDDU_LOG_FORMAT": "text"}


def _sinks(stack: ExitStack) -> tuple[Mailbox, dict[str, str]]:
    mailbox, mail = stack.enter_context(mail_sink())
    return mailbox, {**mail, **stack.enter_context(sms_sink())}


def _first_page(story: Story) -> Callable[[str], None]:
    begun = time.perf_counter()

    def opened(address: str) -> None:
        httpx2.get(address, trust_env=False).raise_for_status()
        story.took("first_page", time.perf_counter() - begun, "la première page s'affiche")

    return opened


def _seed(story: Story, opened: _Opened, people: int) -> dict[str, int]:
    database = Database(opened.accounts)
    sentence = f"{people} personnes et {POSTINGS} offres inventées sont importées"
    with story.step("import", sentence):
        added = seed.seed(
            database, opened.address, jobseekers=people, postings=POSTINGS, today=_today()
        )
    database.close()
    return added


def _play(story: Story, opened: _Opened, people: int) -> None:
    # Nearly everybody agreed to be proposed: see people.py.
    expected = round(people * 0.8)
    play(story, opened.address, opened.mailbox, people=expected, today=_today())


def _claim(story: Story, opened: _Opened) -> None:
    """Hires and claims in several states, so that their pages have something to show."""
    with story.step("claims", "des embauches et des demandes d'aide sont en route"):
        programme.open_programme(opened.address, today=_today())
        programme.play_on(opened.address, opened.mailbox, story.vacancy_id, today=_today())


def _today() -> date:
    return clock.today()


def _print_result(story: Story, failure: str) -> None:
    result = {
        "ok": not failure,
        "steps": story.steps,
        "considered": story.considered,
        "ranked": story.ranked,
        "shortlisted": story.shortlisted,
        "notified": story.notified,
    }
    if failure:
        result["failure"] = failure
    sys.stdout.write(json.dumps(result) + "\n")


def _welcome(address: str) -> None:
    _say("")
    _say(f"  Amuddu est ouvert : {address}")
    _say(f"  Comptes de démonstration (mot de passe : {seed.PASSWORD})")
    for login in (
        seed.EMPLOYER,
        seed.COUNSELLOR,
        seed.JOBSEEKER,
        seed.COORDINATOR,
        seed.ADMINISTRATOR,
        seed.OFFICER,
    ):
        _say(f"    {login}")
    _say(f"  Tous les comptes : {address}/connexion    L'API : {address}/api")
    _say("  Ctrl+C pour arrêter.")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
