"""Calls as people and applications make and take them."""
