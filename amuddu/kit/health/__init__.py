"""What machines ask a process: probes, figures, and the inside port that serves both."""
