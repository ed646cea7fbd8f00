"""Offers, invitations, answers: what people are asked and what they say."""
