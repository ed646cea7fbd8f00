"""What profiles keeps no longer than the table of retention says; asking who stays."""
