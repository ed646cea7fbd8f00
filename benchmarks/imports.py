"""Rows a second of an import, from the command line to PostgreSQL; pandas reading the file beside.

Each file goes through `amuddu import` in a process of its own to a whole house in one process,
which tells matching of every row while the import goes on, as for a user: through the public API,
each row checked, its consents, reading and event written down; then, until the others know of
every row. Then the same file again, which changes nothing. Beside the rate stands what the
processors did (PostgreSQL apart): that tells of the program where others use the machine too. The
peer only reads the file and keeps
none of it.

`IMPORT_ROWS=100000` chooses how many rows a file has.
"""

from __future__ import annotations

import csv
import importlib.util
import inspect
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from amuddu.kit.db import Database
from amuddu.kit.events import backlog
from amuddu.reference.concepts import Occupation, label, occupation, skill
from benchmarks.table import Row
from cli.demo import seed
from cli.demo.sink import mail_sink
from cli.demo.tables import EMPLOYERS, SURNAMES, TRADES
from cli.processes import one_process
from gateway.settings import GatewaySettings

ROWS = int(os.environ.get("IMPORT_ROWS", "10000"))
GOAL = 500
"""Rows a second that are asked for, end to end."""
_TOWNS = ("Rabat", "Salé", "Casablanca", "Fès", "Tanger")


def most() -> str:
    """The most memory that this process held, in KB. `getrusage` counts what its parent held."""
    with Path("/proc/self/status").open() as status:
        return next(line.split()[1] for line in status if line.startswith("VmHWM"))


_MOST = f"from pathlib import Path\n{inspect.getsource(most)}"
_COMMAND = f"""{_MOST}
import atexit, sys
from cli.main import app
into = sys.argv.pop(1)
atexit.register(lambda: open(into, "w").write(most()))
app()
"""
_PANDAS = f"""{_MOST}
import sys, time
import pandas
begun = time.perf_counter()
rows = len(pandas.read_csv(sys.argv[1], sep=";", dtype=str))
print(rows / (time.perf_counter() - begun), most())
"""


@dataclass(frozen=True, slots=True)
class _Done:
    """One run of the command: its seconds and rows a second, the most memory it held in MB, what
    it reported."""

    took: float
    rate: float
    memory: float
    report: dict[str, Any]


def measure() -> Iterator[Row | str]:
    """People, then vacancies: new, the same again, and the peer."""
    with tempfile.TemporaryDirectory() as folder, mail_sink() as (_, mail):
        environment = {
            "AMUDDU_DATA_DIR": str(Path(folder) / "data"),
            "AMUDDU_LOG_LEVEL": "ERROR",
            **mail,
        }
        with one_process.running(environment=environment) as addresses:
            _open(addresses.gateway)
            for kind, written in (("profiles", _people), ("vacancies", _vacancies)):
                file = Path(folder) / f"{kind}.csv"
                _write(file, written)
                yield from _measured(kind, file, addresses.gateway)
            yield Row("Amuddu: most memory of all services together", [int(most()) / 1024], "MB")


def _open(url: str) -> None:
    """The demonstration's accounts, with few people."""
    settings = GatewaySettings()
    database = Database.of(settings, "gateway", settings.database_url)
    seed.seed(database, url, jobseekers=50, postings=4, today=datetime.now(UTC).date())
    database.close()


def _measured(kind: str, file: Path, url: str) -> Iterator[Row | str]:
    before = os.times()
    new = _imported(kind, file, url)
    waited = _until_known()
    after = os.times()
    known = ROWS / (new.took + waited)
    yield Row(f"Amuddu: {kind}, {ROWS:,} rows, new", [new.rate], "/s")
    yield Row(f"Amuddu: {kind}, until all others know", [known], "/s")
    yield f"  goal of {GOAL} a second until all others know: {'met' if known >= GOAL else 'missed'}"
    services = after.user + after.system - before.user - before.system
    command = after.children_user + after.children_system
    command -= before.children_user + before.children_system
    yield Row(f"Amuddu: {kind}, processor, all services, a row", [services / ROWS * 1000], "ms")
    yield Row(f"Amuddu: {kind}, processor, the command, a row", [command / ROWS * 1000], "ms")
    yield Row(f"Amuddu: {kind}, most memory of the command", [new.memory], "MB")
    again = _imported(kind, file, url)
    yield Row(f"Amuddu: {kind}, the same file again", [again.rate], "/s")
    outcomes = (new.report["added"], again.report["unchanged"])
    if outcomes != (ROWS, ROWS):
        yield f"  not clean: {outcomes[0]} added, then {outcomes[1]} unchanged, of {ROWS}"
    yield from _peer(kind, file)


def _imported(kind: str, file: Path, url: str) -> _Done:
    memory = file.with_suffix(".memory")
    arguments = [str(memory), "import", kind, str(file), "--json", "--url", url]
    environment = {
        **os.environ,
        "AMUDDU_LOGIN": seed.COUNSELLOR,
        "AMUDDU_PASSWORD": seed.PASSWORD,
    }
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    took = time.perf_counter() - begun
    report: dict[str, Any] = json.loads(done.stdout)
    rows = report["added"] + report["changed"] + report["unchanged"]
    return _Done(took, rows / took, int(memory.read_text()) / 1024, report)


def _until_known() -> float:
    """Seconds until matching and the others have handled every event."""
    begun = time.perf_counter()
    for name in ("profiles", "employers"):
        database = one_process.database(name, pool_size=1)
        while backlog.oldest_seconds(name, database):
            time.sleep(0.05)
        database.close()
    return time.perf_counter() - begun


def _peer(kind: str, file: Path) -> Iterator[Row | str]:
    if importlib.util.find_spec("pandas") is None:
        yield "  peer: pandas is not installed"
        return
    printed = subprocess.run(
        [sys.executable, "-c", _PANDAS, str(file)], capture_output=True, text=True, check=True
    )
    rate, memory = map(float, printed.stdout.split())
    yield Row(f"peer: pandas reading {kind}, nothing kept", [rate], "/s")
    yield Row(f"peer: pandas reading {kind}, most memory", [memory / 1024], "MB")


# --- the files --------------------------------------------------------------------------------


def _write(file: Path, written: Callable[[int], dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        table = csv.DictWriter(opened, fieldnames=list(written(0)), delimiter=";")
        table.writeheader()
        table.writerows(written(number) for number in range(ROWS))


def _people(number: int) -> dict[str, str]:
    """A person of the file: invented, and none like the one before."""
    trade = _trade(number)
    names = SURNAMES["fr"]
    return {
        "référence": f"P-{number:06d}",
        "prénom": f"Essai{number % 977}",
        "nom": f"{names[number % len(names)]} {number // len(names)}",
        "sexe": "fm"[number % 2],
        "année de naissance": str(1965 + number % 40),
        "nationalité": ("SN", "CM", "CI", "SY")[number % 4],
        "titre de séjour": "permit_work",
        "titre valable jusqu'au": f"2029-0{1 + number % 9}-15",
        "téléphone": f"+21260{number:07d}",
        "langue de contact": ("fr", "ar", "en", "es")[number % 4],
        "présentation": f"Je suis {label(trade, 'fr')}, je travaille avec soin depuis longtemps.",
        "métiers recherchés": label(trade, "fr"),
        "compétences": "; ".join(label(skill(each), "fr") for each in trade.essential_skills[:3]),
        "dernier emploi": label(trade, "fr"),
        "durée du dernier emploi en mois": str(6 + number % 90),
        "langues": "français B1; wolof maternelle",
        "ville": _TOWNS[number % len(_TOWNS)],
        "distance maximum en km": str(5 + number % 40),
        "contrats acceptés": "CDI; CDD",
        "accord pour être proposé": "oui",
        "accord pour être prévenu": "oui",
        "accord pour les statistiques": "non",
    }


def _vacancies(number: int) -> dict[str, str]:
    """An ad of the file, of one of a few employers."""
    trade = _trade(number)
    return {
        "référence": f"V-{number:06d}",
        "intitulé": f"{label(trade, 'fr').split(' / ')[0]} {number}",
        "description": f"Poste {number} : travail en équipe, formation assurée sur place.",
        "métier": label(trade, "fr"),
        "compétences indispensables": label(skill(trade.essential_skills[0]), "fr"),
        "langues": "français A2",
        "ville": _TOWNS[number % len(_TOWNS)],
        "contrat": ("CDI", "CDD")[number % 2],
        "durée en mois": ("", "12")[number % 2],
        "salaire minimum": str(4000 + number % 50 * 20),
        "nombre de postes": str(1 + number % 3),
        "employeur": EMPLOYERS[number % len(EMPLOYERS)][0],
    }


def _trade(number: int) -> Occupation:
    return occupation(TRADES[number % len(TRADES)][0])
