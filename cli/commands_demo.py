"""`amuddu run` and `amuddu demo`: the main job on invented data."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import httpx2
import typer

from amuddu.kit import embedded
from amuddu.kit.db import Database
from cli import house
from cli.demo import programme, seed
from cli.demo.story import Story, StoryBroken, play
from cli.sink import Mailbox, mail_sink, sms_sink
from gateway.settings import GatewaySettings

PEOPLE, POSTINGS = 400, 60


def run(
    port: Annotated[int, typer.Option(help="Port of the pages and the API.")] = 8000,
    people: Annotated[int, typer.Option(min=20, max=5000, help="How many to invent.")] = PEOPLE,
) -> None:
    """Start everything with demonstration data, tell the story, and stay up."""
    with ExitStack() as stack:
        story = Story(tell=_say)
        _say("Amuddu démarre…")
        address, mailbox = _open(stack, story, port=port, environment={})
        added = _seed(story, address, people)
        if added:
            _play(story, address, mailbox, people)
            _claim(story, address, mailbox)
        _welcome(address)
        _wait_for_interrupt()
        _say("Amuddu s'arrête…")


def demo() -> None:
    """Run the main job once on fresh data and free ports; the last line is JSON."""
    story = Story(tell=_say)
    folder = Path(tempfile.mkdtemp(prefix="amuddu-demo-"))
    failure = ""
    try:
        with ExitStack() as stack:
            address, mailbox = _open(
                stack, story, port=0, environment={"AMUDDU_DATA_DIR": str(folder)}
            )
            _seed(story, address, PEOPLE)
            _play(story, address, mailbox, PEOPLE)
    except (StoryBroken, TimeoutError, SystemExit) as error:
        failure = str(error) or type(error).__name__
        _say(f"Échec : {failure}")
    finally:
        embedded.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)
    _print_result(story, failure)
    raise typer.Exit(1 if failure else 0)


def _open(
    stack: ExitStack, story: Story, *, port: int, environment: dict[str, str]
) -> tuple[str, Mailbox]:
    """Start the house and its sinks; the first page is fetched as soon as it is served."""
    begun = time.perf_counter()

    def opened(address: str) -> None:
        httpx2.get(address).raise_for_status()
        story.took("first_page", time.perf_counter() - begun, "la première page s'affiche")

    with story.step("start", "tout est démarré"):
        mailbox, mail = stack.enter_context(mail_sink())
        sms = stack.enter_context(sms_sink())
        quiet = {"AMUDDU_LOG_LEVEL": "WARNING", "AMUDDU_LOG_FORMAT": "text"}
        environment = {**quiet, **environment, **mail, **sms}
        started = house.running(port=port, environment=environment, opened=opened)
        address = stack.enter_context(started).gateway
    return address, mailbox


def _seed(story: Story, address: str, people: int) -> dict[str, int]:
    settings = GatewaySettings()
    database = Database.of(settings, "gateway", settings.database_url)
    sentence = f"{people} personnes et {POSTINGS} offres inventées sont importées"
    with story.step("import", sentence):
        added = seed.seed(database, address, jobseekers=people, postings=POSTINGS, today=_today())
    database.close()
    return added


def _play(story: Story, address: str, mailbox: Mailbox, people: int) -> None:
    # Nearly everybody agreed to be proposed: see people.py.
    play(story, address, mailbox, people=round(people * 0.8), today=_today())


def _claim(story: Story, address: str, mailbox: Mailbox) -> None:
    """Hires and claims in several states, so that their pages have something to show."""
    with story.step("claims", "des embauches et des demandes d'aide sont en route"):
        programme.open_programme(address, today=_today())
        programme.play_on(address, mailbox, story.vacancy_id, today=_today())


def _today() -> date:
    return datetime.now(UTC).date()


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
    ):
        _say(f"    {login}")
    _say(f"  Tous les comptes : {address}/connexion    L'API : {address}/api")
    _say("  Ctrl+C pour arrêter.")


def _wait_for_interrupt() -> None:
    stopped = threading.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda *_: stopped.set())
    while not stopped.wait(1):
        pass


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
