"""What the data files may not say together, though each row alone is well formed.

`looking.oddities` asks each file that was read; `twice.differences` holds it against the second
reading. Each family is one kind of mistake that would reach people as a risky answer; a finding
names the row to mend.
"""
