"""Candidacies: from proposed to hired, one named step at a time."""
