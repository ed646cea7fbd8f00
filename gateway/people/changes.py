"""What would change an answer about a residence title, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from amuddu.contracts.profiles.rights import RightOut
from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_, Text
from amuddu.rules.changes import Kind
from gateway.people.words import PAPERS, QUESTIONS

TREATY = "national_of_convention_state"


FACTS: Mapping[str, str] = {
    TREATY: N_("Un passeport de l'Algérie, du Sénégal ou de la Tunisie ?"),
    **QUESTIONS,
}
"""Yes-or-no questions, by overlay."""


_CHANGES: Mapping[Kind, str] = {
    Kind.OVERLAY: N_("Si la réponse est oui à : « {what} »"),
    Kind.BEHIND_RECEIPT: N_("Si le récépissé est pour : {what}"),
    Kind.RENEWAL: N_("Après le renouvellement du papier"),
    Kind.TITLE: N_("Avec ce papier : {what}"),
    Kind.RECEIPT: N_("Avec le récépissé de la demande de : {what}"),
    Kind.CONFIRMATION: N_("À demander à : {what}"),
}


def changes_of(rights: Iterable[RightOut], lang: Lang) -> dict[str, list[tuple[str, str | None]]]:
    """What would open each right of somebody's own page more, and the answer it would become."""
    return {
        right.id: [
            (change_in_words(Kind(one.kind), one.ids, one.who, lang), one.answer)
            for one in right.changes
        ]
        for right in rights
    }


def change_in_words(kind: Kind, ids: Iterable[str], who: str | None, lang: Lang) -> str:
    """What would change an answer, in words that tell nothing over somebody's shoulder."""
    if kind is Kind.CONFIRMATION:
        what = who or ""
    else:
        words = FACTS if kind is Kind.OVERLAY else PAPERS
        what = " / ".join(Text(words[code]).in_(lang) for code in ids)
    return Text(_CHANGES[kind], {"what": what}).in_(lang)
