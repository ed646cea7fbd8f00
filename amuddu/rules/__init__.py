"""The law and the programme as code: pure functions over dated data that names its sources.

- `residence`: what a residence title opens (13 rights, each with condition, proof, sources)
- `hiring`: what an employer has to do to hire the holder, legal minimum wage, contributions
- `incentives`: hiring incentives, evaluated criterion by criterion

The facts lie in `data/*.yaml`, each with its source and how sure it is; files are validated when
first read and an unknown key stops the process. Four habits hold everywhere:

1. A fact whose source is unclear, or that nobody is sure of, answers "ask a counsellor".
2. An amount that was never published is `None`, shown as "to be confirmed", never zero.
3. Whoever sees a route or a verdict does not learn the ground for it: no nationality, no title.
4. Every function takes the day it is asked for (`on`) and does no I/O after the first reading.

A decision aid: what it says is checked by the agency, the Taechir desk or a lawyer before acting.
"""
