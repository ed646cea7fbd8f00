"""The words of `amuddu rules`: answers, problems of the files and how to mend them."""

from __future__ import annotations

from collections.abc import Mapping

from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_, Text
from amuddu.rules.base import in_language
from amuddu.rules.changes import Kind
from amuddu.rules.checking import Problem, Stale

ANSWERS: Mapping[str, str] = {
    "yes": N_("oui"),
    "no": N_("non"),
    "conditional": N_("oui, à une condition"),
    "ask": N_("à demander"),
}
CONFIDENCE: Mapping[str, str] = {"high": N_("sûr"), "medium": N_("assez sûr"), "low": N_("pas sûr")}
VERDICTS: Mapping[str, str] = {
    "eligible": N_("ouverte"),
    "not_eligible": N_("fermée"),
    "ask": N_("à vérifier"),
}
CHANGES: Mapping[Kind, str] = {
    Kind.OVERLAY: N_("si c'est le cas : {what}"),
    Kind.BEHIND_RECEIPT: N_("si le récépissé est pour : {what}"),
    Kind.RENEWAL: N_("après renouvellement"),
    Kind.TITLE: N_("avec ce titre : {what}"),
    Kind.RECEIPT: N_("avec le récépissé de la demande : {what}"),
    Kind.CONFIRMATION: N_("réponse écrite de : {what}"),
}

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "not_yaml": (
        N_("Le fichier n'est pas lisible à cet endroit ({problem})."),
        N_("Vérifiez les retraits, les deux-points et les guillemets de cette ligne."),
    ),
    "empty_file": (N_("Le fichier est vide."), N_("Remettez le contenu du fichier.")),
    "key_twice": (
        N_("« {key} » est écrit deux fois : seule la dernière valeur serait lue."),
        N_("Gardez une seule des deux lignes."),
    ),
    "missing_key": (
        N_("Il manque « {key} »."),
        N_("Ajoutez « {key} : » à cette ligne ; null si la valeur n'est pas connue."),
    ),
    "unknown_key": (
        N_("« {key} » n'existe pas ici."),
        N_("Vérifiez l'orthographe, ou retirez cette ligne."),
    ),
    "not_a_key": (
        N_("« {key} » n'est pas le nom d'un champ."),
        N_("Dans un nombre, écrivez un point et non une virgule ; sinon, retirez cette valeur."),
    ),
    "not_in_list": (
        N_("« {given} » n'est pas permis pour « {key} »."),
        N_("Écrivez l'une de ces valeurs : {expected}."),
    ),
    "not_text": (
        N_("« {key} » doit être un texte, et « {given} » se lit autrement."),
        N_("Mettez la valeur entre guillemets."),
    ),
    "bad_form": (
        N_("« {given} » n'a pas la forme attendue."),
        N_("Reprenez la forme des autres lignes."),
    ),
    "empty_list": (
        N_("La liste « {key} » est vide."),
        N_("Ajoutez au moins une valeur : chaque fait cite sa source."),
    ),
    "not_yes_or_no": (
        N_("« {given} » n'est ni true ni false."),
        N_("Écrivez true ou false, sans guillemets."),
    ),
    "not_a_row": (
        N_("Une ligne avec des clés est attendue ici."),
        N_("Reprenez la forme des autres lignes."),
    ),
    "not_a_list": (
        N_("Une liste est attendue ici."),
        N_("Mettez les valeurs entre crochets : [a, b]."),
    ),
    "not_empty": (N_("Aucune valeur n'est attendue ici."), N_("Laissez vide ou écrivez null.")),
    "not_a_date": (
        N_("« {given} » n'est pas une date."),
        N_("Écrivez année-mois-jour, comme 2026-01-31."),
    ),
    "not_a_number": (
        N_("« {given} » n'est pas un nombre."),
        N_("Écrivez le nombre avec un point, comme 17.92."),
    ),
    "out_of_range": (
        N_("« {given} » est hors des limites permises."),
        N_("Vérifiez le chiffre et son unité."),
    ),
    "not_right": (
        N_("« {given} » ne convient pas pour « {key} »."),
        N_("Reprenez la forme des autres lignes."),
    ),
    "text_not_whole": (
        N_("Le texte n'est pas écrit en français et en anglais."),
        N_("Écrivez au moins fr et en."),
    ),
    "no_id": (N_("Cette ligne n'a pas de « {key} »."), N_("Donnez-lui un nom unique.")),
    "id_twice": (N_("« {id} » existe déjà."), N_("Donnez un autre nom à l'une des deux lignes.")),
    "unknown_source": (
        N_("La source « {source} » n'est pas dans la liste du fichier."),
        N_("Ajoutez-la sous « sources: », ou corrigez son nom."),
    ),
    "unknown_status": (
        N_("Le titre « {id} » n'existe pas."),
        N_("Prenez un nom de la liste « statuses » de residence.yaml."),
    ),
    "unknown_right": (
        N_("Le droit « {id} » n'existe pas."),
        N_("Prenez un nom de la liste « rights » de residence.yaml."),
    ),
    "unknown_answer": (
        N_("La réponse « {id} » n'existe pas pour ce droit."),
        N_("Prenez un nom écrit sous ce droit dans « answers », ou ajoutez-y la réponse."),
    ),
    "right_unanswered": (
        N_("Ce titre ne répond pas au droit « {right} »."),
        N_("Ajoutez une réponse pour ce droit."),
    ),
    "rights_and_answers_differ": (
        N_("Les droits et leurs réponses ne se correspondent pas."),
        N_("Écrivez chaque droit une fois dans « rights » et une fois dans « answers »."),
    ),
    "unknown_step": (
        N_("La démarche « {id} » n'existe pas."),
        N_("Prenez un nom de la liste « steps »."),
    ),
    "unknown_trade": (
        N_("Le métier « {id} » n'existe pas."),
        N_("Prenez un identifiant des fichiers de amuddu/reference/data/occupations/."),
    ),
    "unknown_service": (
        N_("Le service « {id} » n'existe pas."),
        N_("Prenez un nom de la liste « services »."),
    ),
    "unknown_place": (
        N_("La ville « {id} » n'existe pas."),
        N_("Prenez un nom de la liste des villes, en minuscules et sans accent."),
    ),
    "unknown_region": (N_("La région « {id} » n'existe pas."), N_("Prenez l'une des 12 régions.")),
    "ends_before_it_begins": (
        N_("La règle finit ({end}) avant de commencer ({start})."),
        N_("Corrigez l'une des deux dates."),
    ),
    "open_in_the_middle": (
        N_("Deux lignes d'une même règle se suivent sans dates."),
        N_("Donnez une fin (valid_to) à l'ancienne et un début (valid_from) à la nouvelle."),
    ),
    "gap": (
        N_("Il manque des jours : la ligne commence le {start}, la précédente s'arrête avant."),
        N_("Faites commencer cette ligne le {wanted}."),
    ),
    "overlap": (
        N_("Des jours sont comptés deux fois : la ligne commence le {start}."),
        N_("Faites commencer cette ligne le {wanted}."),
    ),
    "not_after_the_last": (
        N_("La ligne commence le {start}, pas après la précédente ({before})."),
        N_("Rangez les lignes par date, une seule par jour."),
    ),
    "source_without_date": (
        N_("La source « {title} » n'a pas de date."),
        N_("Écrivez published (année, mois ou jour), ou seen : un jour où elle était déjà lue."),
    ),
    "address_of_site": (
        N_("L'adresse de la source « {title} » est celle d'un site : aucune page ne s'ouvre."),
        N_("Écrivez l'adresse de la page ; si elle n'a pas été notée, écrivez site_only: true."),
    ),
    "site_only_with_page": (
        N_("La source « {title} » dit que sa page n'a pas été notée, et son adresse en ouvre une."),
        N_("Retirez site_only."),
    ),
    "sure_without_document": (
        N_("Cette ligne se dit sûre, et aucun document n'a été lu."),
        N_("Écrivez medium, ou citez le document qui a été lu."),
    ),
    "protection_ends": (
        N_(
            "Ce papier protège : il manque ce qui reste ouvert après sa date, ou le renouvellement."
        ),
        N_("Écrivez protection: true, renewal et when_expired."),
    ),
    "treaty_settled": (
        N_("Avec ces conventions, le visa du contrat n'est pas tranché : ce n'est pas sûr."),
        N_("Écrivez confidence: medium, et une condition qui renvoie au guichet Taechir."),
    ),
    "one_employer_unsaid": (
        N_("Ce titre vaut pour un seul employeur, et la réponse dit autre chose."),
        N_("Prenez une réponse avec one_employer: true, qui dit ce qu'il faut chez un autre."),
    ),
    "rights_clash": (
        N_("Deux réponses de ce titre se contredisent : « {right} » et « {other} »."),
        N_("Relisez les sources des deux, et changez celle qui ne tient pas."),
    ),
    "receipt_unlike_title": (
        N_("Le récépissé et le titre « {id} » qu'il renouvelle se contredisent."),
        N_("Relisez les sources des deux, et changez celle qui ne tient pas."),
    ),
    "help_first": (
        N_("Sans séjour régulier, le HCR puis le GADEM sont à voir en premier."),
        N_("Commencez la liste par unhcr, gadem."),
    ),
    "sent_to_the_police": (
        N_("Une personne sans séjour régulier serait envoyée à la police."),
        N_("Écrivez lawful_stay: true pour ce service, et retirez-le des premiers à voir."),
    ),
    "route_unsettled": (
        N_("Des démarches à vérifier ne vont pas jusqu'à la signature sans conseiller."),
        N_("Écrivez needs_counsellor: true, et gardez les étapes d'avant la signature."),
    ),
    "needs_come_later": (
        N_("L'étape « {id} » vient après celle qui en a besoin."),
        N_("Rangez les étapes dans l'ordre."),
    ),
    "signs_before": (
        N_("Le contrat serait signé avant l'étape « {id} »."),
        N_("Ajoutez-la dans needs."),
    ),
    "renewal_elsewhere": (
        N_("Ce papier protège, et son renouvellement ne commence pas par le HCR."),
        N_("Écrivez d'abord le HCR, en français et en anglais."),
    ),
    "row_gone": (
        N_("La ligne « {row} » n'est plus là, et des réponses en dépendent."),
        N_("Remettez-la, ou corrigez son nom ; une règle qui finit garde sa ligne, avec valid_to."),
    ),
    "read_once": (
        N_("La ligne « {row} » n'a été lue que par une personne."),
        N_("Faites-la relire par une autre, qui l'écrit dans second_reading.yaml."),
    ),
    "unlike_second_reading": (
        N_("« {key} » : cette ligne dit {given}, la deuxième lecture du texte dit {said}."),
        N_(
            "Relisez la source. Corrigez cette ligne ; si la loi a changé, une autre personne "
            "corrige second_reading.yaml."
        ),
    ),
    "day_to_come": (
        N_("Le {day} n'est pas encore venu : rien n'a pu être lu ni vérifié ce jour-là."),
        N_("Écrivez le jour de la vérification, ou celui que porte le document."),
    ),
    "nobody_checks": (
        N_("Rien ne dit qui vérifie ce fichier."),
        N_("Écrivez owner sous meta."),
    ),
    "ends_swapped": (
        N_("Le plus petit et le plus grand sont échangés."),
        N_("Écrivez d'abord le plus petit."),
    ),
    "unit_wrong": (
        N_("Ce chiffre n'est pas dans l'unité attendue."),
        N_("Vérifiez l'unité : mois, jours ou heures, dirhams par mois ou par an, pour cent."),
    ),
    "month_unlike_week": (
        N_("Le mois, la semaine et l'année de travail ne vont pas ensemble."),
        N_("Reprenez units, weekly_hours et annual_hours du code du travail."),
    ),
    "wage_jumps": (
        N_("Le salaire minimum passerait de {before} à {rate}."),
        N_("Vérifiez le chiffre, son unité (heure ou jour) et son secteur."),
    ),
    "route_settled": (
        N_("Cette démarche se dit réglée, alors qu'elle est à vérifier."),
        N_("Écrivez ask pour attestation et pour visa."),
    ),
    "step_missing": (
        N_("Il manque l'étape « {id} », ou son obligation ne correspond pas aux étapes."),
        N_("Ajoutez l'étape dans steps, ou corrigez attestation et visa."),
    ),
    "nobody_signs": (
        N_("Le contrat de cette démarche n'est signé à aucune étape, ou il l'est deux fois."),
        N_("Écrivez signs: true à l'étape de la signature, et à elle seule."),
    ),
    "words_lost": (
        N_("La phrase « {key} » ne dit plus ce qu'elle doit dire à côté du montant."),
        N_("Reprenez la phrase d'avant."),
    ),
    "scheme_days": (
        N_("Les jours de cette aide ne se suivent pas."),
        N_("Vérifiez active_from, active_to, confirmed_until et starts_from."),
    ),
    "no_last_day": (
        N_("Rien ne dit jusqu'à quel jour cette aide est ouverte ou confirmée."),
        N_("Écrivez active_to ou confirmed_until."),
    ),
    "cap_wrong": (
        N_("Ce pourcentage ou ce plafond ne peut pas être juste."),
        N_("Dites sur quoi il se calcule (base), et vérifiez le chiffre et les plafonds."),
    ),
    "national_card_asked": (
        N_("Le dossier demande la carte nationale (CIN), et l'aide ne se dit pas fermée."),
        N_('Écrivez open_to_foreigners: "no", et une note qui dit pourquoi.'),
    ),
    "closed_without_reason": (
        N_("Cette aide est fermée, et rien ne dit pourquoi."),
        N_("Ajoutez une note."),
    ),
    "visa_ends_contract": (
        N_("Cette aide demande un CDI, et un contrat avec visa finit avec le visa."),
        N_("Écrivez open_to_foreigners: unclear."),
    ),
    "amount_unread": (
        N_("Personne n'a lu ce montant : {value}."),
        N_("Citez le document dans amount.sources, ou écrivez invented: true."),
    ),
    "domestic_like_others": (
        N_("Le travail domestique a ses propres règles, et cette ligne répète la règle générale."),
        N_("Reprenez les chiffres de la loi 19-12."),
    ),
    "beyond_the_law": (
        N_("La loi protège davantage que cette ligne : {value}."),
        N_("Reprenez le chiffre de la loi, ou faites vérifier le nouveau texte."),
    ),
}


class _Blank(dict[str, str]):
    """What a sentence names and nobody knows reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def told(problem: Problem, lang: Lang) -> tuple[str, str]:
    """What is wrong and how to mend it; a code without a sentence is said as it is."""
    sentences = PROBLEMS.get(problem.code)
    if sentences is None:
        return problem.code, ""
    values = _Blank(problem.params)
    what, fix = (Text(sentence).in_(lang).format_map(values) for sentence in sentences)
    return what, fix


def again(name: str, stale: Stale, lang: Lang) -> str:
    """That facts of a file are to be checked again, and by whom."""
    sentence = N_(
        "{name} : {count} lignes à vérifier de nouveau (dernière vérification le {day}) par : {who}"
    )
    who = in_language(stale.owner, lang)
    values = {"name": name, "count": stale.facts, "day": stale.last_check, "who": who}
    return Text(sentence, values).in_(lang)


def say(words: Mapping[str, str], code: str, lang: Lang) -> str:
    """One word of a table."""
    return Text(words[code]).in_(lang)
