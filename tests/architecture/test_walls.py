"""The walls of [tool.importlinter] hold: each refuses an import planted against it.

A contract whose pattern fits nothing, or whose layers are in an order that nobody ever breaks,
still passes on a clean tree. So every contract has at least one planted mistake here, and one
without fails `test_every_wall_is_tried`. The graph of imports is built once; a mistake is one more
edge in a copy of it.
"""

from __future__ import annotations

import copy
import functools
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter import Contract
from importlinter.api import read_configuration
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

from tools.import_contracts import ImportersByNameContract, LayersByNameContract

ROOT = Path(__file__).resolve().parents[2]
KINDS: tuple[type[Contract], ...] = (
    AcyclicSiblingsContract,
    ForbiddenContract,
    ImportersByNameContract,
    LayersByNameContract,
    LayersContract,
    ProtectedContract,
)
CONFIGURATION = read_configuration(str(ROOT / "pyproject.toml"))
WALLS: dict[str, dict[str, Any]] = {
    options["name"]: options for options in CONFIGURATION["contracts_options"]
}

TREE = "Imports point one way: cli > gateway and services > amuddu"
CIRCLES = "No two folders import each other"
SQL = "SQL stands in repositories, tables and the kit"
LAYERS = "In a service: routes > use cases > repository > tables"
PURE = "Ranking reaches no input or output"
APART = "Only the command line evaluates and trains"
ENCODER = "Only the encoder and its training know sentence_transformers and torch"
AREAS = "Gateway: areas > web > sessions > clients"

EMPLOYERS, MATCHING = "services.employers", "services.matching"
PROFILES, NOTIFICATIONS = "services.profiles", "services.notifications"
SUPPORT = "services.support"
PARSING = "amuddu.imports.parsing"
EXAMINING = "amuddu.papers.examining"

PLANTED = [
    # wall, who imports, what
    (TREE, "amuddu.kit.settings", f"{PROFILES}.settings"),
    (TREE, "amuddu.rules.base", "gateway.settings"),
    (TREE, f"{MATCHING}.worker", "cli.client"),
    (TREE, f"{MATCHING}.search.engine", "benchmarks.table"),
    (TREE, "gateway.vacancies.pages", f"{EMPLOYERS}.vacancies.service"),
    (TREE, f"{NOTIFICATIONS}.delivery.sender", "gateway.web.labels"),
    ("Services never import one another", f"{EMPLOYERS}.hires.service", f"{PROFILES}.people.facts"),
    ("The product never imports its tests", "amuddu.kit.clock", "tests"),
    (CIRCLES, "amuddu.kit.observability.logs", "amuddu.kit.web.http"),
    (CIRCLES, f"{EMPLOYERS}.claims.steps", f"{EMPLOYERS}.claims.paying"),
    (CIRCLES, "benchmarks.table", "benchmarks.ranking"),
    # from outside
    (SQL, f"{EMPLOYERS}.claims.paying", "sqlalchemy"),
    (SQL, f"{PROFILES}.people.routes", "sqlmodel"),
    (SQL, f"{MATCHING}.ingest", "psycopg"),
    (SQL, "gateway.people.person", "sqlmodel"),
    (SQL, "cli.accounts", "sqlalchemy"),
    ("Only the bus knows kafka", "amuddu.kit.events.relay", "kafka"),
    ("Only the bus knows kafka", "services.matching.worker", "kafka"),
    (ENCODER, f"{MATCHING}.lexicon.names", "sentence_transformers"),
    (ENCODER, f"{MATCHING}.ranking.scoring", "torch"),
    ("Only the index knows faiss", f"{MATCHING}.search.ordering", "faiss"),
    ("Only clients call other processes", "gateway.hires.pages", "httpx2"),
    ("Only clients call other processes", f"{MATCHING}.facts.reading", "httpx2"),
    ("Only parsing opens what people send", "gateway.imports.service", "python_calamine"),
    ("Only the examining process opens papers", "services.profiles.papers.keeping", "PIL"),
    ("Only the gateway's web renders templates", "gateway.clients.base", "jinja2"),
    # the library
    (
        "Library: imports > kit, rules > reference > contracts > retention",
        "amuddu.contracts.types",
        "amuddu.kit.db",
    ),
    (
        "Library: imports > kit, rules > reference > contracts > retention",
        "amuddu.kit.app",
        "amuddu.rules.base",
    ),
    ("Library: kit", "amuddu.kit.db", "amuddu.kit.events.outbox"),
    ("Library: kit", "amuddu.kit.observability.metrics", "amuddu.kit.health.exposition"),
    ("Library: kit.bus", "amuddu.kit.bus.records", "amuddu.kit.bus.kafka"),
    ("Library: kit.events", "amuddu.kit.events.tables", "amuddu.kit.events.relay"),
    ("Library: kit.trust", "amuddu.kit.trust.tokens", "amuddu.kit.trust.gate"),
    ("Library: kit.audit", "amuddu.kit.audit.chain", "amuddu.kit.audit.store"),
    ("Library: kit.retention", "amuddu.kit.retention.terms", "amuddu.kit.retention.keeper"),
    ("Library: kit.keeping", "amuddu.kit.keeping.tables", "amuddu.kit.keeping.letters"),
    ("Library: kit.ledger", "amuddu.kit.ledger.book", "amuddu.kit.ledger.bank"),
    ("Library: kit.health", "amuddu.kit.health.exposition", "amuddu.kit.health.probes"),
    (
        "Library: kit.web, kit.observability, kit.disclosure",
        "amuddu.kit.web.validation",
        "amuddu.kit.web.http",
    ),
    ("Library: contracts", "amuddu.contracts.employers", "amuddu.contracts.claims"),
    ("Library: contracts", "amuddu.contracts.events.envelope", "amuddu.contracts.profiles"),
    (
        "Library: contracts.events",
        "amuddu.contracts.events.envelope",
        "amuddu.contracts.events.topics",
    ),
    ("Library: rules", "amuddu.rules.residence", "amuddu.rules.hiring"),
    ("Library: wording", "amuddu.wording.facts", "amuddu.wording.reading"),
    (
        "Library: rules.consistency",
        "amuddu.rules.consistency.papers",
        "amuddu.rules.consistency.looking",
    ),
    ("Library: rules.amending", "amuddu.rules.amending.facts", "amuddu.rules.amending.impact"),
    (
        "Library: rules.cost, rules.incentives",
        "amuddu.rules.incentives.data",
        "amuddu.rules.incentives.payment",
    ),
    (
        "Library: rules.protection",
        "amuddu.rules.protection.data",
        "amuddu.rules.protection.ages",
    ),
    ("Library: retention", "amuddu.retention.term", "amuddu.retention.book"),
    ("Library: reference", "amuddu.reference.text", "amuddu.reference.places"),
    ("Library: imports.parsing", f"{PARSING}.encoding", f"{PARSING}.tables.grid"),
    ("Library: imports.parsing", f"{PARSING}.tables.grid", f"{PARSING}.objects.vocabulary"),
    (
        "Library: imports.parsing.tables, imports.parsing.objects",
        f"{PARSING}.tables.headers",
        f"{PARSING}.tables.grid",
    ),
    ("Library: imports.reading", "amuddu.imports.reading.child", "amuddu.imports.reading.door"),
    ("Parsing starts light, in a process of its own", f"{PARSING}.mending", "amuddu.kit.i18n"),
    ("Library: imports", "amuddu.imports.values.base", "amuddu.imports.mapping"),
    ("Library: imports.values", "amuddu.imports.values.base", "amuddu.imports.values.dates"),
    ("Library: papers", "amuddu.papers.store", "amuddu.papers.viruses"),
    ("Library: papers.examining", f"{EXAMINING}.limits", f"{EXAMINING}.photos"),
    ("Parsing starts light, in a process of its own", f"{EXAMINING}.pdfs", "amuddu.kit.errors"),
    ("Gateway: training", "gateway.training.words", "gateway.training.pages"),
    ("Gateway: finance", "gateway.finance.pages", "gateway.finance.staff"),
    ("Gateway: certificates", "gateway.certificates.numbers", "gateway.certificates.pages"),
    ("Gateway: scholarships", "gateway.scholarships.words", "gateway.scholarships.money"),
    ("Gateway: papers", "gateway.papers.pages", "gateway.papers.api"),
    ("Gateway: administration", "gateway.administration.words", "gateway.administration.users"),
    ("Gateway: about", "gateway.about.operator", "gateway.about.pages"),
    ("Gateway: offers", "gateway.offers.shelf", "gateway.offers.feeds"),
    ("Gateway: reports", "gateway.reports.sending", "gateway.reports.agency"),
    ("Gateway: organisations", "gateway.organisations.pages", "gateway.organisations.genuine"),
    ("Command line: evaluating", "cli.evaluating.entered", "cli.evaluating.judged"),
    # services
    ("Profiles: subjects", f"{PROFILES}.residence.rights", f"{PROFILES}.people.facts"),
    ("Employers: subjects", f"{EMPLOYERS}.vacancies.service", f"{EMPLOYERS}.hires.service"),
    ("Employers: subjects", f"{EMPLOYERS}.budget.tables", f"{EMPLOYERS}.vacancies.tables"),
    ("Matching: subjects", f"{MATCHING}.lexicon.names", f"{MATCHING}.ranking.scoring"),
    ("Matching: subjects", f"{MATCHING}.search.reading", f"{MATCHING}.evaluation.ranking"),
    ("Matching: subjects", f"{MATCHING}.interests.life", f"{MATCHING}.candidacies.events"),
    ("Matching: subjects", f"{MATCHING}.search.finding", f"{MATCHING}.own_offers.answers"),
    (
        "Support: subjects",
        f"{SUPPORT}.catalogue.service",
        f"{SUPPORT}.places.steps",
    ),
    (
        "Notifications: subjects",
        f"{NOTIFICATIONS}.invitations.service",
        f"{NOTIFICATIONS}.delivery.sender",
    ),
    (LAYERS, f"{EMPLOYERS}.claims.tables", f"{EMPLOYERS}.claims.routes"),
    (LAYERS, f"{EMPLOYERS}.claims.tables", f"{EMPLOYERS}.claims.repository"),
    (LAYERS, f"{EMPLOYERS}.claims.repository", f"{EMPLOYERS}.claims.policy"),
    (LAYERS, f"{MATCHING}.candidacies.desk_repository", f"{MATCHING}.candidacies.pipeline"),
    (LAYERS, f"{EMPLOYERS}.organisations.repository", f"{EMPLOYERS}.organisations.caller"),
    (LAYERS, f"{PROFILES}.notes.routes", f"{PROFILES}.notes.repository"),
    (LAYERS, f"{EMPLOYERS}.claims.routes", f"{EMPLOYERS}.budget.repository"),
    (LAYERS, f"{MATCHING}.candidacies.routes", f"{MATCHING}.facts.tables"),
    (LAYERS, f"{MATCHING}.consumers", f"{MATCHING}.candidacies.repository"),
    (LAYERS, f"{PROFILES}.people.service", f"{PROFILES}.people.routes"),
    (LAYERS, f"{EMPLOYERS}.organisations.service", f"{EMPLOYERS}.organisations.caller"),
    (PURE, f"{MATCHING}.ranking.scoring", f"{MATCHING}.facts.repository"),
    (PURE, f"{MATCHING}.ranking.pool", "amuddu.kit.bus"),
    (PURE, f"{MATCHING}.lexicon.names", "fastapi"),
    (APART, f"{MATCHING}.search.reading", f"{MATCHING}.evaluation.ranking"),
    (APART, "cli.imports", f"{MATCHING}.training.corpus"),
    # the gateway
    (AREAS, "gateway.clients.profiles", "gateway.people.person"),
    (AREAS, "gateway.clients.matching", "gateway.web.rendering"),
    (AREAS, "gateway.people.person", "gateway.candidates.pages"),
    (AREAS, "gateway.sessions.service", "gateway.web.page"),
    (AREAS, "gateway.hires.pages", "gateway.claims.pages"),
    (
        "Gateway: no page and no API reaches a repository",
        "gateway.people.person",
        "gateway.sessions.repository",
    ),
    ("Gateway: tokens", "gateway.tokens.service", "gateway.tokens.gate"),
    ("Gateway: saved", "gateway.saved.repository", "gateway.saved.service"),
    ("Gateway: taken", "gateway.taken.repository", "gateway.taken.service"),
    ("Gateway: today", "gateway.today.lines", "gateway.today.composing"),
    ("Gateway: partners", "gateway.partners.words", "gateway.partners.pages"),
    ("Gateway: access", "gateway.access.whose", "gateway.access.own"),
    ("Gateway: accounts", "gateway.accounts.signing_in", "gateway.accounts.pages"),
    ("Gateway: credentials", "gateway.credentials.kept", "gateway.credentials.recovery"),
    (
        "Gateway: single_sign_on",
        "gateway.single_sign_on.providers",
        "gateway.single_sign_on.protocol",
    ),
    ("Gateway: candidates", "gateway.candidates.cards", "gateway.candidates.board"),
    ("Gateway: duplicates", "gateway.duplicates.words", "gateway.duplicates.pages"),
    ("Gateway: imports", "gateway.imports.service", "gateway.imports.api"),
    (
        "Gateway: imports.mappings",
        "gateway.imports.mappings.guesses",
        "gateway.imports.mappings.choosing",
    ),
    ("Gateway: messages", "gateway.messages.api", "gateway.messages.pages"),
    ("Gateway: news", "gateway.news.words", "gateway.news.pages"),
    ("Gateway: finding", "gateway.finding.groups", "gateway.finding.pages"),
    ("Gateway: open_to_me", "gateway.open_to_me.answer", "gateway.open_to_me.pages"),
    ("Gateway: people", "gateway.people.form", "gateway.people.person"),
    ("Gateway: own_account", "gateway.own_account.words", "gateway.own_account.pages"),
    ("Gateway: keeping", "gateway.keeping.words", "gateway.keeping.pages"),
    ("Gateway: oversight", "gateway.oversight.words", "gateway.oversight.pages"),
    ("Gateway: own_data", "gateway.own_data.fields", "gateway.own_data.composing"),
    ("Gateway: own_offers", "gateway.own_offers.way", "gateway.own_offers.pages"),
    ("Gateway: erasures", "gateway.erasures.words", "gateway.erasures.pages"),
    ("Gateway: retention", "gateway.retention.repository", "gateway.retention.keeping"),
    ("Gateway: rules", "gateway.rules.cost", "gateway.rules.reference"),
    ("Gateway: schemes", "gateway.schemes.words", "gateway.schemes.pages"),
    ("Gateway: vacancies", "gateway.vacancies.form", "gateway.vacancies.editing"),
    ("Gateway: web", "gateway.web.labels", "gateway.web.rendering"),
    ("Gateway: sessions", "gateway.sessions.repository", "gateway.sessions.service"),
    ("Gateway: clients", "gateway.clients.base", "gateway.clients.employers"),
    ("Gateway: claims, hires, report, style", "gateway.hires.pages", "gateway.hires.api"),
    # the command line
    ("Command line: subjects", "cli.client", "cli.demo.seed"),
    ("Command line: demo", "cli.demo.tables", "cli.demo.story"),
    ("Command line: rules", "cli.rules.words", "cli.rules.printed"),
    ("Command line: processes, events", "cli.processes.supervisor", "cli.processes.commands"),
]

NEW = [
    ("Services never import one another", "services.network"),
    ("Employers: subjects", f"{EMPLOYERS}.payroll"),
    ("Matching: subjects", f"{MATCHING}.helpers"),
    ("Profiles: subjects", f"{PROFILES}.dossiers"),
    ("Notifications: subjects", f"{NOTIFICATIONS}.letters"),
    ("Support: subjects", f"{SUPPORT}.letters"),
    (AREAS, "gateway.trainings"),
    ("Gateway: people", "gateway.people.helpers"),
    ("Library: imports > kit, rules > reference > contracts > retention", "amuddu.utils"),
    ("Library: kit", "amuddu.kit.utils"),
    ("Library: contracts", "amuddu.contracts.helpers"),
    ("Command line: subjects", "cli.support"),
]


@functools.cache
def graph() -> grimp.ImportGraph:
    """Every import of the tree, as import-linter reads it."""
    return grimp.build_graph(
        *CONFIGURATION["session_options"]["root_packages"],
        include_external_packages=True,
        cache_dir=None,
    )


def checked(wall: str, tree: grimp.ImportGraph) -> tuple[bool, str]:
    """Whether a wall holds in a tree, and what it finds there."""
    options = WALLS[wall]
    kind = next(each for each in KINDS if each.type_name == options["type"])
    contract = kind(wall, CONFIGURATION["session_options"], options)
    found = contract.check(copy.deepcopy(tree), verbose=False)
    return found.kept, str(found.metadata)


def test_every_wall_is_tried() -> None:
    assert {wall for wall, _, _ in PLANTED} == WALLS.keys()


@pytest.mark.parametrize("wall", WALLS)
def test_the_tree_as_it_is_passes(wall: str) -> None:
    kept, said = checked(wall, graph())
    assert kept, said


@pytest.mark.parametrize(("wall", "importer", "imported"), PLANTED)
def test_a_planted_import_is_refused(wall: str, importer: str, imported: str) -> None:
    tree = copy.deepcopy(graph())
    assert {importer, imported} <= tree.modules
    assert not tree.direct_import_exists(importer=importer, imported=imported)
    tree.add_import(
        importer=importer, imported=imported, line_number=1, line_contents=f"import {imported}"
    )
    kept, said = checked(wall, tree)
    assert not kept
    assert importer in said
    assert imported in said


@pytest.mark.parametrize(("wall", "module"), NEW)
def test_a_new_folder_that_no_layer_names_is_refused(wall: str, module: str) -> None:
    tree = copy.deepcopy(graph())
    tree.add_module(module)
    kept, said = checked(wall, tree)
    assert not kept
    assert module in said


def test_a_permission_that_nobody_needs_is_refused() -> None:
    tree = copy.deepcopy(graph())
    vault = "services.profiles.residence.vault"
    for imported in ("sqlalchemy", "sqlmodel"):
        tree.remove_import(importer=vault, imported=imported)
    kept, said = checked(SQL, tree)
    assert not kept
    assert vault in said


def test_lint_imports_itself_refuses_what_is_written_in_files(tmp_path: Path) -> None:
    """The command, on a copy: imports within functions and under TYPE_CHECKING count too."""
    for package in CONFIGURATION["session_options"]["root_packages"]:
        for source in (ROOT / package).rglob("*.py"):
            copied = tmp_path / source.relative_to(ROOT)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copied)
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    planted = {
        "services/employers/claims/tables.py": (
            "def late():\n    from services.employers.claims import routes\n    return routes\n"
        ),
        "services/matching/search/ordering.py": "import faiss\n",
        "services/profiles/notes/service.py": (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sqlalchemy\n"
        ),
    }
    for name, lines in planted.items():
        with (tmp_path / name).open("a") as source:
            source.write(lines)
    (tmp_path / "services/employers/payroll").mkdir()
    (tmp_path / "services/employers/payroll/__init__.py").touch()
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    for said in (
        "services.employers.claims.tables -> services.employers.claims.routes",
        "services.matching.search.ordering -> faiss",
        "services.profiles.notes.service -> sqlalchemy",
        "services.employers.payroll",
    ):
        assert said in done.stdout, done.stdout
