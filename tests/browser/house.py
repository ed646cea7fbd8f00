"""The house that the browser visits: `amuddu run`, with its invented people and its story.

One for each worker of the test run, on a free port, with data of its own. The story that
`amuddu run` plays leaves what pages need: a shortlist, people told, one who said yes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from cli.client import Api
from cli.demo.seed import ADMINISTRATOR, COUNSELLOR, EMPLOYER, JOBSEEKER, PASSWORD

READERS = {
    "employer": EMPLOYER,
    "counsellor": COUNSELLOR,
    "jobseeker": JOBSEEKER,
    "administrator": ADMINISTRATOR,
    "agent": "agent.rabat@amuddu.example",
    "coordinator": "coordination@amuddu.example",
}


@dataclass
class House:
    """Where it is, and the ids that addresses of pages are made with."""

    url: str
    ids: dict[str, str] = field(default_factory=dict)
    _apis: dict[str, Api] = field(default_factory=dict)

    def api(self, reader: str) -> Api:
        """The public API, signed in as a reader."""
        if reader not in self._apis:
            self._apis[reader] = Api(self.url).sign_in(READERS[reader], PASSWORD)
        return self._apis[reader]

    def close(self) -> None:
        for api in self._apis.values():
            api.__exit__()


@contextmanager
def running(folder: Path) -> Iterator[House]:
    """The house, once its story is told; gone at the end of the block.

    While pages are being made, `AMUDDU_TEST_HOUSE=http://127.0.0.1:8000` visits one that runs.
    """
    if open_one := os.environ.get("AMUDDU_TEST_HOUSE"):
        house = House(open_one)
        house.ids |= _ids(house)
        yield house
        house.close()
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "run", "--port", "0", "--people", "120"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "AMUDDU_DATA_DIR": str(folder), "AMUDDU_SIGN_IN_ATTEMPTS": "1000"},
    )
    assert process.stdout is not None
    try:
        house = House(_address(process.stdout))
        house.ids |= _ids(house)
        yield house
        house.close()
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


def _address(lines: Any) -> str:
    said = []
    for line in lines:
        said.append(line)
        if "Amuddu est ouvert" in line:
            return str(line.split()[-1])
    raise AssertionError("the house did not open:\n" + "".join(said))


def _ids(house: House) -> dict[str, str]:
    """One example of everything that an address names."""
    employer, counsellor = house.api("employer"), house.api("counsellor")
    story = next(v for v in employer.get("/vacancies")["items"] if v["status"] == "published")
    draft = employer.post("/vacancies", {**_draft(), "publish": False})
    candidacies = counsellor.get(f"/vacancies/{story['id']}/candidacies")["items"]
    told = next(each for each in candidacies if each["state"] == "told")
    links = {counsellor.get(f"/invitations/{link}")["answer"]: link for link in _links(house.url)}
    return {
        "vacancy_id": story["id"],
        "draft_id": draft["id"],
        "profile_id": told["profile_id"],
        "candidacy_id": told["id"],
        "token": links[None],
        "answered_token": links["yes"],
    }


def _links(url: str) -> set[str]:
    """Tokens of the links that people got, as the demonstration shows them to counsellors."""
    with httpx2.Client(base_url=url, follow_redirects=True, timeout=30) as client:
        token = re.search(r'name="csrf_token" value="(\w+)"', client.get("/connexion").text)
        assert token is not None
        fields = {"csrf_token": token[1], "login": COUNSELLOR, "password": PASSWORD}
        client.post("/connexion", data=fields).raise_for_status()
        found = re.findall(r"/r/([A-Za-z0-9_-]{32})", client.get("/messages").text)
    return set(found)


def _draft() -> dict[str, Any]:
    return {
        "title": "Peintre en bâtiment",
        "occupation": {"text": "peintre en bâtiment"},
        "place": "rabat",
        "contract_type": "CDI",
    }
