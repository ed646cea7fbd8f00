"""Tables: texts with separators, and workbooks."""
