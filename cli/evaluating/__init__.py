"""`amuddu evaluate` over the judged set: entered as people enter it, ranked as shipped."""
