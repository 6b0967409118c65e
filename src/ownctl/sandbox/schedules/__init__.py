"""Shift-based schedules: `/v3/schedules` and all below it."""
