"""Files of every kind, through `amuddu.imports.reading.read`."""
