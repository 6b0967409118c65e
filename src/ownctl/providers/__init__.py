"""Paging services: how each is read, and how one step is written to it."""
