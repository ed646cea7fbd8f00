"""The library that Amuddu's services share; it knows none of them.

`contracts` is what crosses a process boundary, `rules` the law and the programme as code,
`reference` occupations, skills, languages and places, `kit` the domain-free plumbing.
"""

__version__ = "0.1.0"
