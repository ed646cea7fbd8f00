"""What the tests of imports share: files, sending them, the runner that works through them."""

from __future__ import annotations

import re
from uuid import UUID

import httpx2

from gateway.imports.running import Runner
from gateway.imports.tables import ImportJob
from tests.conftest import TEST_SECRET
from tests.gateway.conftest import Browser, House

VACANCIES = """référence;intitulé;ville;contrat;salaire minimum;employeur;couleur
V-1;Maçon;Rabat;CDI;4 200,50;Atelier Exemple;bleu
V-2;Serveuse à l'hôtel;Fès;CDI;;Hôtel Exemple;vert
V-3;;Fès;CDD;3500;Atelier Exemple;gris
"""
PEOPLE = """prénom;nom;métiers recherchés;langues;ville;accord pour être proposé
Awa;Exemple;couturière;français B1;Rabat;oui
Idriss;Exemple;maçon;;Salé;non
;;maçon;;Salé;non
"""
ODD_PEOPLE = """Demandeur;Portable;Localité;Activité voulue;Observation
Zibounda;0661000001;Rabat;maçon;libre
Korvalan;0661000002;Salé;couturière;libre
"""
_TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')
_JOB = re.compile(r"/imports/([0-9a-f-]{36})")


def long_file(rows: int, start: int = 0) -> str:
    """A file of several batches."""
    lines = [f"V-{n};Maçon;Rabat;CDI;Atelier Exemple" for n in range(start, start + rows)]
    return "\n".join(["référence;intitulé;ville;contrat;employeur", *lines])


def runner(house: House, *, secrets: tuple[str, ...] = (TEST_SECRET,)) -> Runner:
    """What works through files, without its thread; a service that is away is not waited for."""
    services = house.app.state.services
    return Runner(house.databases["gateway"], services, secrets, pauses=())


def work(house: House) -> int:
    """Work through every file that waits; how many turns that took."""
    turns, one = 0, runner(house)
    while one.run_next():
        turns += 1
    return turns


def send(
    browser: Browser,
    kind: str,
    content: bytes | str,
    name: str = "fichier.csv",
    **fields: str,
) -> httpx2.Response:
    """Send a file as the browser does; the page that follows."""
    sent = content.encode() if isinstance(content, str) else content
    return send_form(browser, f"/imports/{kind}", (name, sent), fields)


def send_form(
    browser: Browser, path: str, file: tuple[str, bytes], fields: dict[str, str]
) -> httpx2.Response:
    """A form with a file, as the browser sends it from a page that it has just opened."""
    if found := _TOKEN.search(browser.get("/imports").text):
        browser.csrf = found[1]
    data = {"csrf_token": browser.csrf, **fields}
    return browser._client.post(path, data=data, files={"file": file})


def upload(
    house: House,
    browser: Browser,
    kind: str,
    content: bytes | str,
    name: str = "fichier.csv",
    **fields: str,
) -> httpx2.Response:
    """Send a file, have it worked through, and see its page."""
    page = send(browser, kind, content, name, **fields)
    if page.status_code != 200:
        return page
    work(house)
    return browser.get(page.url.path)


def job_id(page: httpx2.Response) -> UUID:
    """The job whose page this is."""
    found = _JOB.search(page.url.path)
    assert found is not None, page.url.path
    return UUID(found[1])


def row_of(house: House, page: httpx2.Response) -> ImportJob:
    """The job of a page as it is kept."""
    with house.databases["gateway"].session() as session:
        found = session.get(ImportJob, job_id(page))
        assert found is not None
        return found
