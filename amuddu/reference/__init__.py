"""Reference data: occupations and skills, languages, places and countries.

Files lie in `data/`, are read once per process and never change while it runs.
"""
