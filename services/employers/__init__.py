"""Employers: who hires, what they offer, how a hire goes on, and the incentives they claim.

Owns: employers, vacancies with their transitions, the terms of the incentive each one carries;
versions of the schemes, budget envelopes and their ledger; files of hires; claims.
Emits: `vacancy.published` (at publication and at each change of a published vacancy) and
`vacancy.closed`, on the topic `employers.vacancies`; `scheme.versioned`, for every version of a
scheme that is kept, on the topic `employers.schemes`.
Consumes: `candidate.hired`, which opens the file of a hire.

A vacancy goes draft -> published -> closed. Its `revision` counts the events told of it: 0 for
a draft, 1 when published, one more at each change and at closing.
"""
