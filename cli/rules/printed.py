"""Answers of the rules as JSON, and the same as lines for a person who reads a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from amuddu.contracts.types import Lang
from amuddu.kit.i18n import N_, Text
from amuddu.rules.base import in_language
from amuddu.rules.changes import Change, Kind, what_ends, what_would_change
from amuddu.rules.cost.breakdown import Cost, Range
from amuddu.rules.hiring import Route, Span
from amuddu.rules.incentives import evaluation as schemes
from amuddu.rules.residence import Residence, overlays, resolve, statuses
from cli.rules.words import ANSWERS, CHANGES, CONFIDENCE, VERDICTS, say

Json = dict[str, Any]


def _(sentence: str, lang: Lang, **params: object) -> str:
    return Text(sentence, params).in_(lang)


def _maybe(words: Mapping[Lang, str] | None, lang: Lang) -> str | None:
    return in_language(words, lang) if words else None


# --- rights -------------------------------------------------------------------------------------


def rights(residence: Residence, *, on: date, lang: Lang) -> Json:
    """Rights, what would change them and what ends when."""
    found = resolve(residence, on=on)
    changes = what_would_change(residence, on=on)
    status = statuses()[found.status]
    return {
        "on": on.isoformat(),
        "status": found.status,
        "label": in_language(status.label, lang),
        "legal_basis": status.legal_basis,
        "overlays": sorted(found.overlays),
        "by_right": [
            text
            for one in sorted(found.overlays)
            if (text := _maybe(overlays()[one].by_right, lang))
        ],
        "lawful_stay": found.lawful_stay.value,
        "expires_on": found.expires_on.isoformat() if found.expires_on else None,
        "usual_validity": _maybe(status.validity, lang),
        "renew_from": found.warn_from.isoformat() if found.warn_from else None,
        "expired": found.expired,
        "renewal": _maybe(found.renewal, lang),
        "rights": [
            {
                "id": right.id,
                "label": in_language(right.label, lang),
                "answer": right.answer.value,
                "condition": _maybe(right.condition, lang),
                "proof": _maybe(right.proof, lang),
                "legal": right.legal,
                "confidence": right.confidence,
                "sources": list(right.sources),
                "checked_on": right.checked_on.isoformat(),
                "check_again": _maybe(right.check_again, lang),
                "would_change": [_change(change, lang) for change in changes[right.id]],
            }
            for right in found.rights.values()
        ],
        "ends": [
            {
                "on": end.on.isoformat(),
                "of_paper": end.of_paper,
                "answers": {r: [a.value, b.value] for r, (a, b) in end.answers.items()},
            }
            for end in what_ends(residence, on=on)
        ],
    }


def _change(change: Change, lang: Lang) -> Json:
    return {
        "kind": change.kind.value,
        "ids": list(change.ids),
        "answer": change.answer.value if change.answer else None,
        "within_reach": change.within_reach,
        "text": _(CHANGES[change.kind], lang, what=_what(change, lang)),
    }


def _what(change: Change, lang: Lang) -> str:
    if change.kind is Kind.CONFIRMATION:
        return _maybe(change.text, lang) or ""
    known = overlays() if change.kind is Kind.OVERLAY else statuses()
    labels = " / ".join(in_language(known[code].label, lang) for code in change.ids)
    return f"{labels} ({in_language(change.text, lang)})" if change.text else labels


def rights_lines(told: Json, lang: Lang) -> list[str]:
    """The same for a person."""
    lines = [f"{told['label']} - {told['on']}", f"  {told['legal_basis']}"]
    lines += [f"  {text}" for text in told["by_right"]]
    if told["expired"]:
        lines.append(_(N_("  Date de fin passée : {end}"), lang, end=told["expires_on"]))
        lines += [f"  {told['renewal']}"] if told["renewal"] else []
    elif told["expires_on"]:
        sentence = N_("  Fin le {end}, renouvellement à demander à partir du {renew}")
        lines.append(_(sentence, lang, end=told["expires_on"], renew=told["renew_from"]))
    elif told["usual_validity"]:
        lines.append(_(N_("  Durée habituelle : {text}"), lang, text=told["usual_validity"]))
    for right in told["rights"]:
        answer = say(ANSWERS, right["answer"], lang)
        sure = say(CONFIDENCE, right["confidence"], lang)
        lines += ["", f"{right['label']} : {answer} ({sure})"]
        lines += _labelled(right, lang)
        for change in right["would_change"]:
            if change["within_reach"]:
                became = say(ANSWERS, change["answer"], lang) if change["answer"] else ""
                lines.append(f"    ~ {change['text']}" + (f" -> {became}" if became else ""))
        lines.append("    " + _(N_("source : {text}"), lang, text=" ; ".join(right["sources"])))
        if right["check_again"]:
            again = N_("à vérifier de nouveau (dernière vérification le {day}) par : {who}")
            values = {"day": right["checked_on"], "who": right["check_again"]}
            lines.append("    " + _(again, lang, **values))
    for end in told["ends"]:
        labels = {right["id"]: right["label"] for right in told["rights"]}
        lines += ["", _(N_("À partir du {day} :"), lang, day=end["on"])]
        for right, (before, after) in end["answers"].items():
            moved = f"{say(ANSWERS, before, lang)} -> {say(ANSWERS, after, lang)}"
            lines.append(f"    {labels[right]} : {moved}")
    return lines


def _labelled(right: Json, lang: Lang) -> Iterable[str]:
    if right["condition"]:
        yield f"    {right['condition']}"
    if right["proof"]:
        yield "    " + _(N_("à apporter : {text}"), lang, text=right["proof"])
    if right["legal"]:
        yield "    " + _(N_("texte : {text}"), lang, text=right["legal"])


# --- route --------------------------------------------------------------------------------------


def route(found: Route, *, lang: Lang) -> Json:
    """A route with its steps."""
    return {
        "route": found.code.value,
        "summary": in_language(found.summary, lang),
        "attestation": found.attestation.value,
        "visa": found.visa.value,
        "needs_counsellor": found.needs_counsellor,
        "fee_mad": _span(found.fee_mad),
        "next_fee_mad": _span(found.next_fee_mad),
        "usual_days": _span(found.usual_days),
        "max_days": found.max_days,
        "confidence": found.confidence,
        "sources": list(found.sources),
        "steps": [
            {
                "id": step.id,
                "actor": in_language(step.actor, lang),
                "what": in_language(step.what, lang),
                "documents": [in_language(document, lang) for document in step.documents],
                "cost_mad": _span(step.cost_mad),
                "cost_note": _maybe(step.cost_note, lang),
                "days": _span(step.days),
                "confidence": step.confidence,
                "sources": list(step.sources),
            }
            for step in found.steps
        ],
    }


def _span(span: Span | None) -> Json | None:
    if span is None:
        return None
    return {
        "low": None if span.low is None else str(span.low),
        "high": str(span.high),
        "excluding_vat": span.excluding_vat,
        "per_year": span.per_year,
    }


def _ends(span: Json) -> str:
    low, high = span["low"], span["high"]
    return high if low == high else f"{low or '…'} – {high}"


def route_lines(told: Json, lang: Lang) -> list[str]:
    """The same for a person."""
    lines = [f"{told['route']} : {told['summary']}"]
    if told["fee_mad"]:
        lines.append(_(N_("  Frais : {fee} MAD hors taxes"), lang, fee=_ends(told["fee_mad"])))
    if told["usual_days"]:
        lines.append(_(N_("  Délai habituel : {days} jours"), lang, days=_ends(told["usual_days"])))
    if told["max_days"]:
        lines.append(_(N_("  Délai annoncé : {days} jours au plus"), lang, days=told["max_days"]))
    if told["needs_counsellor"]:
        lines.append(_(N_("  À vérifier avec un conseiller"), lang))
    lines.append("  " + _(N_("source : {text}"), lang, text=" ; ".join(told["sources"])))
    for number, step in enumerate(told["steps"], start=1):
        lines += ["", f"{number}. {step['actor']} : {step['what']}"]
        lines += [f"    - {document}" for document in step["documents"]]
        if step["cost_mad"] and step["cost_mad"]["high"] != "0":
            lines.append(_(N_("    coût : {cost} MAD"), lang, cost=_ends(step["cost_mad"])))
        if step["cost_note"]:
            lines.append(f"    {step['cost_note']}")
        if step["days"]:
            lines.append(_(N_("    délai : {days} jours"), lang, days=_ends(step["days"])))
        lines.append("    " + _(N_("source : {text}"), lang, text=" ; ".join(step["sources"])))
    return lines


# --- cost ---------------------------------------------------------------------------------------


def cost(found: Cost, *, lang: Lang) -> Json:
    """A cost with its lines; `net` has no end where an amount was never published."""
    return {
        "currency": found.currency,
        "minimum_wage": str(found.minimum.amount) if found.minimum else None,
        "lines": [
            {
                "id": line.id,
                "kind": line.kind.value,
                "label": in_language(line.label, lang),
                "amount": _range(line.amount),
                "notes": [in_language(note, lang) for note in line.notes],
                "confidence": line.confidence,
                "sources": list(line.sources),
            }
            for line in found.lines
        ],
        "gross": _range(found.gross),
        "off": _range(found.off),
        "net": _range(found.net),
        "known_gross": _range(found.known_gross),
        "known_net": _range(found.known_net),
        "unknown": list(found.unknown),
        "months": [
            {
                "begins": m.begins.isoformat(),
                "wage": str(m.wage),
                "contributions": str(m.contributions),
            }
            for m in found.months
        ],
        "cautions": [in_language(text, lang) for text in found.cautions],
    }


def _range(amount: Range) -> Json:
    return {"low": str(amount.low), "high": None if amount.high is None else str(amount.high)}


def cost_lines(told: Json, lang: Lang) -> list[str]:
    """The same for a person."""
    lines = []
    if told["minimum_wage"]:
        lines += [_(N_("Salaire minimum : {amount} MAD"), lang, amount=told["minimum_wage"]), ""]
    for line in told["lines"]:
        sign = "− " if line["kind"] == "incentive" and line["amount"]["high"] != "0" else ""
        lines.append(f"{line['label']} : {sign}{_amount(line['amount'], lang)}")
        lines += [f"    {note}" for note in line["notes"]]
        if line["sources"]:
            lines.append("    " + _(N_("source : {text}"), lang, text=" ; ".join(line["sources"])))
    lines += [
        "",
        _(N_("Avant les aides : {amount}"), lang, amount=_amount(told["known_gross"], lang)),
    ]
    lines.append(_(N_("Après les aides : {amount}"), lang, amount=_amount(told["known_net"], lang)))
    if told["unknown"]:
        lines.append(_(N_("Sans les montants inconnus : {names}"), lang, names=_names(told)))
    return [*lines, "", *(f"- {text}" for text in told["cautions"])]


def _names(told: Json) -> str:
    return " ; ".join(line["label"] for line in told["lines"] if line["id"] in told["unknown"])


def _amount(amount: Json, lang: Lang) -> str:
    if amount["high"] is None:
        unknown = _(N_("montant inconnu"), lang)
        return unknown if Decimal(amount["low"]) == 0 else f"{amount['low']} – … MAD"
    return f"{_ends(amount)} MAD"


# --- incentives ---------------------------------------------------------------------------------


def incentives(found: Sequence[schemes.Evaluation], *, on: date, lang: Lang) -> Json:
    """Schemes with every criterion and what they would pay."""
    return {"on": on.isoformat(), "schemes": [_evaluation(one, lang) for one in found]}


def _evaluation(one: schemes.Evaluation, lang: Lang) -> Json:
    scheme, paid = one.scheme, one.payment
    return {
        "id": scheme.id,
        "name": in_language(scheme.name, lang),
        "summary": in_language(scheme.summary, lang),
        "verdict": one.verdict.value,
        "criteria": [
            {
                "id": criterion.id,
                "verdict": criterion.verdict.value,
                "text": in_language(criterion.text, lang),
                "missing": criterion.missing,
            }
            for criterion in one.criteria
        ],
        "monthly": None if paid.monthly is None else str(paid.monthly),
        "months": paid.months,
        "total": None if paid.total is None else str(paid.total),
        "currency": paid.currency,
        "invented": paid.invented,
        "note": in_language(paid.note, lang),
        "documents": [in_language(document, lang) for document in scheme.documents],
        "confidence": scheme.confidence,
        "sources": list(schemes.sources_of(scheme)),
    }


def incentives_lines(told: Json, lang: Lang) -> list[str]:
    """The same for a person."""
    lines = [told["on"]]
    for one in told["schemes"]:
        lines += ["", f"{one['name']} ({one['id']}) : {say(VERDICTS, one['verdict'], lang)}"]
        lines.append(f"    {one['summary']}")
        for criterion in one["criteria"]:
            mark = {"eligible": "+", "not_eligible": "x", "ask": "?"}[criterion["verdict"]]
            lines.append(f"    {mark} {criterion['text']}")
        if one["total"] is not None:
            amounts = {"total": one["total"], "currency": one["currency"]}
            invented = f" ({_(N_('montant inventé'), lang)})" if one["invented"] else ""
            lines.append("    " + _(N_("en tout : {total} {currency}"), lang, **amounts) + invented)
        lines.append(f"    {one['note']}")
        lines.append("    " + _(N_("source : {text}"), lang, text=" ; ".join(one["sources"])))
    return lines
