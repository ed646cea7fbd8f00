"""Papers of a hire: for whoever may know the person, sealed, written down, gone with them."""

from __future__ import annotations

import io
from base64 import b64decode, b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import text

from amuddu.contracts.profiles.papers import PAPERS_OF_A_HIRE
from amuddu.kit.auth import Actor
from amuddu.kit.clock import now
from amuddu.kit.db import Database
from amuddu.papers.store import forget_others
from services.profiles.papers import keeping
from services.profiles.papers.keeping import PAPERS
from tests.papers.made import NEEDLE, pdf, photo
from tests.services.profiles.conftest import Call, person
from tests.services.profiles.test_consumers import Story
from tests.services.profiles.test_four_agree import hired
from tests.support import (
    OTHER_AGENCY,
    agent,
    coordinator,
    counsellor,
    employer,
    jobseeker,
    service,
    themselves,
)

PAGE = photo()


@pytest.fixture
def story(call: Call, database: Database) -> Story:
    """Somebody who said yes and was hired."""
    made = call(counsellor(), "POST", "/profiles", person(), expect=201)
    begun = Story(call, database, UUID(made["id"]))
    begun.tell(begun.vacancy(), begun.shortlist(), begun.answer("yes"), hired(begun))
    return begun


def sent(content: bytes, *, key: UUID | None = None) -> dict[str, str]:
    return {"key": str(key or uuid4()), "content": b64encode(content).decode()}


def add(story: Story, actor: Actor | None = None, *, expect: int = 201, **more: Any) -> Any:
    path = f"/hires/{story.candidacy_id}/papers"
    body = more.pop("body", None) or sent(PAGE)
    return story.call(actor or story.employer, "POST", path, body, expect=expect, **more)


def files(tmp_path: Path) -> list[Path]:
    return [each for each in (tmp_path / "papers").rglob("*") if each.is_file()]


def test_a_paper_is_kept_and_opened_by_both_sides(story: Story) -> None:
    kept = add(story)
    assert (kept["media_type"], kept["pages"], kept["own"]) == ("image/jpeg", 1, True)
    assert kept["read_at"] is None
    shown = story.call(story.employer, "GET", f"/papers/{kept['id']}")
    assert shown["read_at"] is None  # the employer's own look says nothing
    with Image.open(io.BytesIO(b64decode(shown["content"]))) as picture:
        assert picture.size == (1200, 1600)
    story.call(counsellor(), "GET", f"/papers/{kept['id']}")
    (listed,) = story.call(story.employer, "GET", f"/hires/{story.candidacy_id}/papers")["items"]
    assert listed["read_at"] is not None
    assert "content" not in listed


def test_a_pdf_from_the_agency_is_the_employers_to_open(story: Story) -> None:
    kept = add(story, counsellor(), body=sent(pdf(2)))
    shown = story.call(story.employer, "GET", f"/papers/{kept['id']}")
    assert (shown["media_type"], shown["pages"], shown["own"]) == ("application/pdf", 2, False)


def test_strangers_add_open_and_remove_nothing(story: Story) -> None:
    kept = add(story)
    for stranger in (employer(), counsellor(agency=OTHER_AGENCY)):
        add(story, stranger, expect=404)
        path = f"/papers/{kept['id']}"
        assert story.call(stranger, "GET", path, expect=404)
        assert story.call(stranger, "DELETE", path, expect=404)
        story.call(stranger, "GET", f"/hires/{story.candidacy_id}/papers", expect=404)
    for role in (coordinator(), jobseeker(), service("employers")):
        add(story, role, expect=403)
    story.call(coordinator(), "GET", f"/papers/{kept['id']}", expect=403)
    story.call(jobseeker(profile_id=uuid4()), "GET", f"/papers/{kept['id']}", expect=404)


def test_before_the_hire_and_after_a_change_of_mind_there_is_no_paper(
    call: Call, database: Database
) -> None:
    made = call(counsellor(), "POST", "/profiles", person(), expect=201)
    story = Story(call, database, UUID(made["id"]))
    story.tell(story.vacancy(), story.shortlist(), story.answer("yes"))
    add(story, expect=404)
    story.tell(hired(story))
    kept = add(story)
    story.tell(story.answer("no"))
    story.call(story.employer, "GET", f"/papers/{kept['id']}", expect=404)
    story.call(counsellor(), "GET", f"/papers/{kept['id']}")  # the agency goes on


def test_the_person_sees_who_opened_and_opens_it_themselves(story: Story) -> None:
    kept = add(story)
    story.call(counsellor(), "GET", f"/papers/{kept['id']}")
    story.call(counsellor(agency=OTHER_AGENCY), "GET", f"/papers/{kept['id']}", expect=404)
    me = themselves(story.profile_id)
    seen = story.call(me, "GET", f"/profiles/{story.profile_id}/accesses")
    done = {(each["role"], each["action"], each["outcome"]) for each in seen}
    assert {
        ("employer", "paper_added", "allowed"),
        ("counsellor", "paper_opened", "allowed"),
        ("counsellor", "paper_opened", "refused"),
    } <= done
    (mine,) = story.call(me, "GET", f"/profiles/{story.profile_id}/papers")["items"]
    assert story.call(me, "GET", f"/papers/{mine['id']}")["content"]
    weak = me.model_copy(update={"strong": False})
    story.call(weak, "GET", f"/papers/{mine['id']}", expect=403)


def test_sent_twice_it_is_kept_once(story: Story, tmp_path: Path) -> None:
    body = sent(PAGE)
    assert add(story, body=body)["id"] == add(story, body=body)["id"]
    assert len(files(tmp_path)) == 1
    other = employer()
    story.call(other, "POST", f"/hires/{uuid4()}/papers", body, expect=404)


@pytest.mark.parametrize(
    "content", [b"", b"MZ a program", pdf(script="app.alert(1)"), photo(size=(200, 200))]
)
def test_what_cannot_be_kept_names_the_field_and_leaves_nothing(
    story: Story, tmp_path: Path, content: bytes
) -> None:
    said = add(story, expect=422, body=sent(content), lang="ar")
    assert said["errors"][0]["field"] == "content"
    assert files(tmp_path) == []
    add(story, expect=422, body={"key": str(uuid4()), "content": "no base64 !"})


def test_own_papers_go_until_they_are_read_and_any_by_the_agency(
    story: Story, tmp_path: Path
) -> None:
    first, second = add(story), add(story)
    left = story.call(story.employer, "DELETE", f"/papers/{first['id']}")
    assert [each["id"] for each in left["items"]] == [second["id"]]
    assert len(files(tmp_path)) == 1
    story.call(counsellor(), "GET", f"/papers/{second['id']}")
    story.call(story.employer, "DELETE", f"/papers/{second['id']}", expect=409)
    elsewhere = agent(agency=OTHER_AGENCY)
    story.call(elsewhere, "DELETE", f"/papers/{second['id']}", expect=404)
    assert story.call(counsellor(), "DELETE", f"/papers/{second['id']}")["items"] == []
    assert files(tmp_path) == []


def test_a_hire_has_so_many_papers_and_no_more(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.profiles.hire_papers.service.PAPERS_OF_A_HIRE", 2)
    add(story)
    add(story)
    assert "2 documents" in add(story, expect=409)["title"]
    assert PAPERS_OF_A_HIRE == 60


def test_more_at_once_than_can_be_looked_at_are_asked_to_wait(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.profiles.papers.keeping._WAIT_SECONDS", 0.01)
    keeper = story.database.info[PAPERS]
    for _ in range(keeping.AT_ONCE):
        keeper._turns.acquire()
    add(story, expect=429)
    keeper._turns.release()
    add(story)


def test_dump_and_folder_together_tell_nothing(story: Story, tmp_path: Path) -> None:
    add(
        story,
        body=sent(pdf(1).replace(b"/Type /Catalog", b"/Type /Catalog /N (%b)" % NEEDLE.encode())),
    )
    (file,) = files(tmp_path)
    assert NEEDLE.encode() not in file.read_bytes()
    with story.database.engine.connect() as connection:
        row = connection.execute(text("SELECT row_to_json(papers)::text FROM papers")).scalar_one()
    for telling in (NEEDLE, "Korvalan", "pdf(", "key"):
        assert telling not in row


def test_an_erasure_takes_the_files_with_it(story: Story, tmp_path: Path) -> None:
    kept = add(story)
    assert len(files(tmp_path)) == 1
    story.call(themselves(story.profile_id), "DELETE", f"/profiles/{story.profile_id}")
    assert files(tmp_path) == []
    story.call(counsellor(), "GET", f"/papers/{kept['id']}", expect=404)


def test_a_file_that_was_changed_or_lost_is_said_to_be_gone(story: Story, tmp_path: Path) -> None:
    kept = add(story)
    (file,) = files(tmp_path)
    file.write_bytes(file.read_bytes()[::-1])
    story.call(counsellor(), "GET", f"/papers/{kept['id']}", expect=410)
    file.unlink()
    story.call(counsellor(), "GET", f"/papers/{kept['id']}", expect=410)


def test_what_no_row_names_is_swept_and_what_one_names_stays(story: Story, tmp_path: Path) -> None:
    kept = add(story)
    keeper = story.database.info[PAPERS]
    keeper.store.put(uuid4(), b"left by a process that died")
    keeping.sweep(story.database)
    assert len(files(tmp_path)) == 2  # younger than a day
    assert forget_others(keeper.store, {UUID(kept["id"])}, before=now() + timedelta(days=1)) == 1
    story.call(counsellor(), "GET", f"/papers/{kept['id']}")


def test_a_service_is_told_how_many_and_nothing_of_what_they_show(story: Story) -> None:
    kept = add(story)
    reader = story.employer.model_dump(mode="json")
    body = {"candidacy_id": str(story.candidacy_id), "reader": reader}
    found = story.call(service("employers"), "POST", "/papers/hire", body)
    assert [each["id"] for each in found["items"]] == [kept["id"]]
    assert "content" not in found["items"][0]
    story.call(story.employer, "POST", "/papers/hire", body, expect=403)
    # A reader whom the test does not vouch for is asked of the gateway, which is not there.
    invented = {**reader, "session_id": "invented"}
    body = {"candidacy_id": str(story.candidacy_id), "reader": invented}
    story.call(service("employers"), "POST", "/papers/hire", body, expect=503)
