"""Every sentence is translated, none is left over, and each keeps its parameters."""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tools import messages

PARAMETER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@cache
def sentences() -> Catalog:
    return messages.sentences()


def catalogue(lang: str) -> Catalog:
    with (messages.LOCALES / f"{lang}.po").open("rb") as stream:
        return read_po(stream, locale=lang)


def forms(message: Message) -> tuple[str, ...]:
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string)


def written(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


@pytest.mark.parametrize("lang", messages.TRANSLATED)
def test_every_sentence_of_the_code_is_translated(lang: str) -> None:
    known = {message.id: message for message in catalogue(lang) if message.id}
    missing = [
        message.id
        for message in sentences()
        if message.id and (message.id not in known or not all(forms(known[message.id])))
    ]
    assert missing == [], "run `make messages` and translate them"


@pytest.mark.parametrize("lang", messages.TRANSLATED)
def test_no_translation_is_left_over(lang: str) -> None:
    used = {message.id for message in sentences()}
    assert [message.id for message in catalogue(lang) if message.id not in used] == []


@pytest.mark.parametrize("lang", messages.TRANSLATED)
def test_a_translation_keeps_the_parameters(lang: str) -> None:
    for message in catalogue(lang):
        allowed = set().union(*(PARAMETER.findall(text) for text in written(message)))
        for form in forms(message):
            found = set(PARAMETER.findall(form))
            assert found <= allowed, message.id
            if isinstance(message.id, str):
                assert found == allowed, message.id


@pytest.mark.parametrize("lang", messages.TRANSLATED)
def test_nothing_on_a_shared_phone_tells_a_status(lang: str) -> None:
    telling = re.compile(r"refugee|asylum|refugiad|asilo|لاجئ|اللجوء", re.IGNORECASE)
    assert [
        form for message in catalogue(lang) for form in forms(message) if telling.search(form)
    ] == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_translation_is_written_in_the_letters_of_its_language(lang: str) -> None:
    # Sentences of an employer's list were read in Arabic by readers of English and Spanish.
    arabic = re.compile("[\u0600-\u06ff]")
    strange = [
        message.id
        for message in catalogue(lang)
        if arabic.search("".join(forms(message))) and not arabic.search("".join(written(message)))
    ]
    assert strange == []
