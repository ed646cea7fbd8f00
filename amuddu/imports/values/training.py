"""What a file of courses says in words: levels, schooling, ways of teaching, who runs a centre."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from amuddu.contracts.support.catalogue import CourseLevel, Mode, Operator, SchoolLevel
from amuddu.imports.values.base import Notes, Reader, ValueProblem, as_text, reader, words
from amuddu.imports.values.places import town
from amuddu.kit.i18n import N_
from amuddu.reference.text import fold, listed


def _words(**named: str) -> Mapping[str, str]:
    return {fold(word): code for code, said in named.items() for word in [code, *listed(said)]}


_LEVELS = _words(
    initiation="initiation|découverte|preparatoria|تأهيل أولي",
    specialisation="spécialisation|specialization|especialización|تخصص",
    qualification="qualification|cualificación|تأهيل",
    technician="technicien|technicienne|technician|técnico|تقني",
    specialised_technician="technicien spécialisé|technicienne spécialisée|specialized technician|"
    "técnico especializado|تقني متخصص",
    certificate="certificat|certification|formation qualifiante|qualifiante|formation courte|"
    "certificado|certificate|شهادة",
)
_SCHOOL = _words(
    none="aucun|sans niveau|sans condition|sin estudios|بدون مستوى",
    primary="primaire|6e primaire|6ème primaire|6e année primaire|sixième primaire|primary school|"
    "primaria|الابتدائي|السادس ابتدائي",
    lower_secondary="collège|3e collège|3ème collège|3e année collège|9e année|lower secondary|"
    "secundaria|الإعدادي|الثالثة إعدادي",
    upper_secondary="niveau bac|2e année du bac achevée|2ème année du bac achevée|2e année bac|"
    "terminale|lycée|upper secondary|bachillerato sin título|مستوى البكالوريا|الثانية بكالوريا",
    bac="bac|baccalauréat|baccalaureat|bachelier|bachillerato|البكالوريا|الباك",
)
_MODES = _words(
    day="cours du jour|jour|daytime|diurno|نهاري",
    evening="cours du soir|soir|nocturno|مسائي",
    residential="résidentiel|résidentielle|internat|residencial|إقامي",
    alternating="alterné|alternée|en alternance|alternance|apprentissage|alterno|بالتناوب",
    distance="à distance|en ligne|online|a distancia|عن بعد",
)
_OPERATORS = _words(
    ofppt="office de la formation professionnelle|office de la formation professionnelle et de la "
    "promotion du travail|مكتب التكوين المهني",
    entraide_nationale="entraide nationale|en|التعاون الوطني",
    amappe="association marocaine d'appui à la promotion de la petite entreprise",
    association="ong|asso|asociación|جمعية",
    other="autre|otro|آخر",
)
_DIPLOMA = {
    **dict.fromkeys(
        map(fold, listed("diplômante|diplomante|diplôme|diploma|oui|yes|sí|نعم")), True
    ),
    **dict.fromkeys(map(fold, listed("qualifiante|sans diplôme|non|no|لا")), False),
}
_MOST_TOWNS = 12
_DIVIDED = re.compile(r"\s*(?:[;|,&/\n،؛]|\bet\b|\band\b|\by\b|\sو\s)\s*")
_EXPECTED = N_("Choisissez une des valeurs proposées : {expected}.")


def _one(table: Mapping[str, str], codes: tuple[str, ...]) -> Reader:
    @reader(repeated=True)
    def read(cell: Any, notes: Notes) -> str:  # noqa: ARG001 - a reader
        found = table.get(fold(words(cell)))
        if found is None:
            raise ValueProblem(_EXPECTED, expected=", ".join(codes))
        return found

    return read


level = _one(_LEVELS, get_args(CourseLevel))
school_level = _one(_SCHOOL, get_args(SchoolLevel))
mode = _one(_MODES, get_args(Mode))
operator = _one(_OPERATORS, get_args(Operator))


@reader(repeated=True)
def diploma(cell: Any, notes: Notes) -> bool:  # noqa: ARG001 - a reader
    """Whether a course ends with a diploma."""
    if isinstance(cell, bool):
        return cell
    found = _DIPLOMA.get(fold(as_text(cell)))
    if found is None:
        raise ValueProblem(_EXPECTED, expected="diplômante, qualifiante")
    return found


@reader(repeated=True)
def towns(cell: Any, notes: Notes) -> list[str]:
    """Towns, each by any of its names; one that nobody knows is named and left out."""
    found: list[str] = []
    for piece in filter(None, _DIVIDED.split(words(cell))):
        try:
            value = town(piece)
        except ValueProblem as problem:
            notes.left(problem.text.message, **problem.text.params)
            continue
        for said in getattr(value, "notes", ()):
            notes.right(said.text.message, **said.text.params)
        found.append(str(getattr(value, "value", value)))
    if not found:
        raise ValueProblem(N_("Aucune ville connue dans cette cellule : écrivez-en une."))
    if len(found) > _MOST_TOWNS:
        notes.left(
            N_("Liste trop longue : les {kept} premiers éléments sur {all} sont gardés."),
            kept=_MOST_TOWNS,
            all=len(found),
        )
    return list(dict.fromkeys(found))[:_MOST_TOWNS]
