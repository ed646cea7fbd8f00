"""What a process refuses in production: settings that would hand people's data over."""
