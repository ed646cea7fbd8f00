"""What the gateway keeps no longer than the table says, its page, and asking who stays."""
