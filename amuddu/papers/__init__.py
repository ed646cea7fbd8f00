"""Papers that people photograph or send: looked at in a process apart, sealed, kept as files."""
