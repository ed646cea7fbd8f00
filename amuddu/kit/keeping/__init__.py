"""How a service stands, and what is decided on the events that it could not handle."""
