"""Findings, plans, rules, and who is on call: for people, for reviewers and for programs, a module for each form."""
