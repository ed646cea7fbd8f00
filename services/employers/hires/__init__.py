"""Files of hires: steps, reminders, where they get stuck."""
