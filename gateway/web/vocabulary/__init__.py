"""Words for codes that several areas show, by what they are about."""
