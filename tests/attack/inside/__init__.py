"""From inside: a stolen key, a database, a broker, a backup."""
