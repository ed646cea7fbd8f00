"""`amuddu rules`: what the law and the programme open, asked from a terminal."""
