"""Residence titles: kept in the vault, judged by the rules, told to nobody."""
