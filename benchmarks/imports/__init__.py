"""Rows a second of an import, from the command line to PostgreSQL; pandas reading the file beside.

Each file goes through `amuddu import`, as a user runs it, to a house whose processes are apart as
in production: gateway, an API and a worker for each service, one PostgreSQL, Kafka between them
(`house.py`). Each row is checked; its consents, reading and event are written
down; then it lasts until matching knows of every row. Then the same file again, which changes
nothing. Beside the rate stand the processor time a row, by process, which tells of the program
where others use the machine too, and the most memory. The peer only reads the file and keeps none
of it.

`IMPORT_ROWS=100000` chooses how many rows a file has, `IMPORT_KINDS=profiles` which files,
`IMPORT_TOGETHER=yes` one process for the whole house, as `amuddu run` starts it.
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
from pathlib import Path
from typing import Any

from amuddu.reference.concepts import Occupation, label, occupation, skill
from benchmarks.imports.house import House, Work, apart, together
from benchmarks.table import Row
from cli.demo import seed
from cli.demo.tables import EMPLOYERS, SURNAMES, TRADES

ROWS = int(os.environ.get("IMPORT_ROWS", "10000"))
KINDS = os.environ.get("IMPORT_KINDS", "profiles vacancies").split()
GOAL = 500
"""Rows a second that are asked for."""
_KNOWN_BY = {"profiles": "candidate", "vacancies": "vacancy"}
"""Matching's table of each."""
_LONGEST_WAIT = 900
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
    begun = together if os.environ.get("IMPORT_TOGETHER") else apart
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, begun(folder) as house:
        for kind, written in (("profiles", _people), ("vacancies", _vacancies)):
            if kind in KINDS:
                file = Path(folder) / f"{kind}.csv"
                _write(file, written)
                yield from _measured(kind, file, house)
        for name, megabytes in house.memory().items():
            yield Row(f"Amuddu: most memory of {name}", [megabytes], "MB")


def _measured(kind: str, file: Path, house: House) -> Iterator[Row | str]:
    known_before = house.known(_KNOWN_BY[kind])
    before = house.work()
    new = _imported(kind, file, house.gateway)
    waited = _until_known(house, _KNOWN_BY[kind], known_before + new.report["added"])
    yield Row(f"Amuddu: {kind}, {ROWS:,} rows, new", [new.rate], "/s")
    yield f"  goal of {GOAL} a second: {'met' if new.rate >= GOAL else 'missed'}"
    yield Row(f"Amuddu: {kind}, until all others know", [ROWS / (new.took + waited)], "/s")
    yield from _processors(kind, house.work(), before)
    yield Row(f"Amuddu: {kind}, most memory of the command", [new.memory], "MB")
    again = _imported(kind, file, house.gateway)
    yield Row(f"Amuddu: {kind}, the same file again", [again.rate], "/s")
    outcomes = (new.report["added"], again.report["unchanged"])
    if outcomes != (ROWS, ROWS):
        yield f"  not clean: {outcomes[0]} added, then {outcomes[1]} unchanged, of {ROWS}"
    yield from _peer(kind, file)


def _processors(kind: str, after: Work, before: Work) -> Iterator[Row]:
    for name, seconds in after.items():
        spent = (seconds - before.get(name, 0.0)) / ROWS * 1000
        if spent >= 0.01:
            yield Row(f"Amuddu: {kind}, processor, {name}, a row", [spent], "ms")


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


def _until_known(house: House, table: str, wanted: int) -> float:
    """Seconds until matching has handled every event."""
    begun = time.perf_counter()
    while house.known(table) < wanted:
        if time.perf_counter() - begun > _LONGEST_WAIT:
            raise SystemExit(f"matching knows {house.known(table)} of {wanted}: what keeps it?")
        time.sleep(0.05)
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
