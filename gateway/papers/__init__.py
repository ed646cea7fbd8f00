"""Papers of hires: opened by whoever may know the person."""
