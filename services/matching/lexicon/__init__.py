"""Words and the concepts they stand for, in four languages."""
