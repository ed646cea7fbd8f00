"""Employers: who hires, what they offer, and the hiring incentive attached to an offer.

Owns: employers, vacancies with their transitions, the terms of the incentive each one carries.
Emits: `vacancy.published` (at publication and at each change of a published vacancy) and
`vacancy.closed`, on the topic `employers.vacancies`.
Consumes: nothing.

A vacancy goes draft -> published -> closed. Its `revision` counts the events told of it: 0 for
a draft, 1 when published, one more at each change and at closing.
"""
