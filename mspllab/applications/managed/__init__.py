"""Managed code: what a Python handler behind Dispatch is handed (mspl.md §5.7)."""
