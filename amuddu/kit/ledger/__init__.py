"""Money of a service: envelopes, and an append-only ledger whose entries alone move their balances.

Amounts are whole centimes. A service makes the tables in its own database (`tables.create_tables`
in a migration) and moves money by `book`; `bank` holds what a bank says against what was ordered.
"""
