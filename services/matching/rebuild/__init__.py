"""Tables made again from the log of events."""
