"""Addresses, and fetching what stands there."""
