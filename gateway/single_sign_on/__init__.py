"""Signing in with the account that somebody has at their ministry or organisation (OpenID Connect).

providers.py   which providers the operator trusts, from a file
protocol.py    what OpenID Connect Core asks of a client: addresses, tokens, their checks
flow.py        what a browser carries while it is at the provider
    identities.py  which account an identity opens
"""
