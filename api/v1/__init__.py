"""API v1: addresses and shapes as CONTRACT promises them; every answer comes from a query or an action."""
