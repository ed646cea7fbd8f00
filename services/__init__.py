"""The processes of Amuddu: each folder is a service with its own database."""
