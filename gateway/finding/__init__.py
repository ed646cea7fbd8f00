"""One search for everything: people, codes, offers, employers, hires, courses, accounts."""
