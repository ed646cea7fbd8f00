"""How well matching reads: measures on judged data, behind the command ``amuddu evaluate``.

``linking``: job titles to the names of occupations. ``vacancies``: whole vacancies to occupations.
"""
