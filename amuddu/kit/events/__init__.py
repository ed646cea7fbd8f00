"""Events through a service's own database: outbox, relay, inbox, dead letters."""
