"""Readers that turn the public data sets into training sentences."""
