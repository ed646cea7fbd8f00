"""Logs, metrics, traces and health checks, alike in every process."""
