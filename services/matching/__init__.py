"""Matching: who fits which vacancy, in any of the four languages, and why.

Owns: the match facts and vector of each person who agreed to be proposed and of each vacancy;
the candidacies, from shortlist to hire, with the log of every step.
Emits: `candidate.shortlisted`, `candidate.cancelled`.
Consumes: `profile.updated`, `profile.withdrawn`, `vacancy.published`, `vacancy.closed`,
`notification.sent`, `notification.failed`, `candidate.answered`.

The tables are the truth. Each HTTP process keeps a copy of the numbers in memory (`replica.py`)
and ranks with it; words are read from the tables for the page that is shown.
"""
