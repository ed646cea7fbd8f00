"""Offers as a jobseeker reads them: one whole, their interest in it, what came of their answers."""
