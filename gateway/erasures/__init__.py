"""Erasures as they are followed: by link, by a pasted receipt, by who oversees; and done here."""
