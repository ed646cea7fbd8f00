"""The gateway: sign-in, the web pages, and the versioned public API.

Owns accounts, agencies and sessions. Knows the services by their HTTP APIs alone
(`clients/`), and tells each who is asking in a signed actor token.
"""
