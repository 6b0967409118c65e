"""Findings, plans, calendars: text and JSON."""
