"""Certificates of training: on paper for whoever completed, checked by anybody by their number."""
