"""Measures the portal's speed beside a limit taken in the same run; never a timed test."""
