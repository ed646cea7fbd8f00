"""What people agreed to, with receipts."""
