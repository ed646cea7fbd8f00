"""Demonstration data: invented people, employers and vacancies, the same for the same seed.

Proportions follow the 2024 census of foreigners and the UNHCR figures quoted in
`docs/decisions/demo-data.md`, and the towns and sectors of Moroccan job advertisements. Names
are plainly invented, addresses lead nowhere.
"""
