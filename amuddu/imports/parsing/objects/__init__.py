"""JSON: any objects, and the vocabularies that are known."""
