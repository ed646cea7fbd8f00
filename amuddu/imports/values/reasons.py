"""Why work needs a language that few people in Morocco speak, in the words of four languages."""

from __future__ import annotations

from typing import Any, get_args

from amuddu.contracts.employers import LanguageReason
from amuddu.imports.values.base import Notes, ValueProblem, reader, words
from amuddu.kit.i18n import N_
from amuddu.reference.text import fold, listed

_TABLE: tuple[tuple[LanguageReason, str], ...] = (
    ("customers", "customers|customer|clients|client|clientèle|public|usagers|patients|patient|bénéficiaires|visiteurs|touristes|"
     "accueil|guests|visitors|tourists|users|clientes|usuarios|pacientes|turistas|زبناء|الزبناء|زبائن|الزبائن|عملاء|العملاء|مرضى|المرضى|سياح|السياح"),
    ("texts", "texts|text|textes|texte|documents|document|courrier|courriers|appels|appel|téléphone|rédaction|lecture|calls|call|phone|"
     "letters|mail|textos|documentos|llamadas|teléfono|correo|نصوص|النصوص|وثائق|الوثائق|مكالمات|المكالمات|الهاتف"),
    ("teaching", "teaching|teach|enseignement|enseigner|cours|traduction|traduire|interprétariat|interprète|interpréter|translation|"
     "translate|interpreting|interpreter|enseñanza|enseñar|traducción|traducir|interpretación|تعليم|التعليم|تدريس|التدريس|ترجمة|الترجمة"),
    ("team", "team|équipe|collègues|colleagues|equipo|compañeros|فريق|الفريق|زملاء|الزملاء"),
)  # fmt: skip
_WORDS = {fold(word): code for code, names in _TABLE for word in listed(names)}


@reader(repeated=True)
def one(cell: Any, notes: Notes) -> LanguageReason:
    """The code of a reason, by the code or by a word that stands for it: "pour nos clients"."""
    found = dict.fromkeys(_WORDS[word] for word in fold(words(cell)).split() if word in _WORDS)
    if not found:
        raise ValueProblem(
            N_("Choisissez une des valeurs proposées : {expected}."),
            expected=", ".join(get_args(LanguageReason)),
        )
    first, *others = found
    if others:
        notes.right(N_("Plusieurs raisons dans cette cellule : la première est gardée."))
    return first
