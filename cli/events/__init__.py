"""`amuddu topics`, `deadletters`, `rebuild`: the log of events and what is made from it."""
