"""A mail server that puts off one message in ten and drops connections."""

from __future__ import annotations

from tests.chaos.house import House
from tests.chaos.reconcile import drained
from tests.chaos.rows.row import Row

PUT_OFF = 0.10
HANG_UP = 0.10
PEOPLE = (("profile", 9), ("vacancy", 1))
SHORTLISTS = (("shortlist", 1),)


def run(house: House) -> Row:
    """Shortlist people who read e-mail, and count what their mail server accepted."""
    shortlists = house.sized(400, 40)
    row = Row("mail server answers 451 to 10 % and drops 10 % of connections")
    journal, mail, accepted = house.load.journal, house.outside.mail, house.outside.by_mail
    distinct, repeated, known = accepted.distinct, accepted.repeated, len(journal.candidacies)
    mail.put_off, mail.hang_up = PUT_OFF, HANG_UP
    refusals, drops = mail.refusals, mail.drops
    try:
        journal.reached_by = "email"
        house.load.write(shortlists // 2, mix=PEOPLE, channels=("email",))
        house.load.write(shortlists, mix=SHORTLISTS, channels=("email",))
        took, findings = drained(house.databases, journal, seconds=120)
    finally:
        mail.put_off = mail.hang_up = 0.0
        journal.reached_by = ""
    shortlisted = len(journal.candidacies) - known
    row.figures |= {
        "shortlisted": shortlisted,
        "accepted": accepted.distinct - distinct,
        "put_off": mail.refusals - refusals,
        "dropped": mail.drops - drops,
        "lost": len(findings.missing),
        "sent_twice": accepted.repeated - repeated,
        "drained_s": round(took, 1),
    }
    row.must("enough people were shortlisted", shortlisted >= shortlists / 2)
    accepted_now = accepted.distinct - distinct
    put_off = mail.refusals - refusals
    row.must("one in ten was put off", put_off >= accepted_now * PUT_OFF * 0.8)
    row.must("connections were dropped", mail.drops - drops >= accepted_now * HANG_UP * 0.8)
    row.must("nobody was left untold", not findings.missing, *findings.missing)
    row.must("nobody was told twice", accepted.repeated == repeated)
    row.must("nothing recorded twice", not findings.double, *findings.double)
    return row
