"""What was kept in clear before rows were sealed, and its sealing."""
