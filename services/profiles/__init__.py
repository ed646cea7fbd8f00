"""Profiles: the people, what they agreed to, what their residence title opens to them.

Owns: profiles, the sensitive facts behind them (`residence`: title, nationality, birth year),
consents and the log of who saw what, the grants by which an employer sees a contact, what
happened with accounts and the changes of contact that wait.
Emits: `profile.updated` (match facts only, free text redacted) and `profile.withdrawn`, on the
topic `profiles.profiles`; `account.noted` (two ids: the person is to be told something of their
account) on `profiles.notices`.
Consumes: `candidate.shortlisted` (a new round begins), `candidate.answered` (a yes opens the
contact to one employer, a no closes it) and `candidate.cancelled` (closes it for that round);
`candidate.hired` (the person was taken on); `scheme.versioned` (which titles a hiring incentive
admits, and from which day).

Neither the title nor anything that follows from it is in an event or kept elsewhere: what hiring
somebody takes is worked out on demand, in `hireability/`, for who may know it. `vault.py` alone
reads the title, and writes down who asked.
"""
