"""Notifications: tells shortlisted people of an offer and takes their yes or no.

Owns: offers (a copy of what vacancies say), invitations (the signed link and its answer),
messages (what was sent, by which channel). Keeps no address: each sending asks the profiles
service where the person agreed to be told, at that moment. And notices: short messages about
somebody's own account, of which neither text nor address is kept.

Emits `notification.sent`, `notification.failed`, `candidate.answered`. Consumes
`vacancy.published`, `vacancy.closed`, `candidate.shortlisted`, `candidate.cancelled`,
`profile.updated`, `profile.withdrawn`, `account.noted`.
"""
