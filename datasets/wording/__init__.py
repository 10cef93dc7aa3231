"""Codes → sentences people read, for page, mail and API alike."""
