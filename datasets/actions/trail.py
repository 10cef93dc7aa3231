"""The trail as pages and actions reach it; the writing itself stands lower, for intake writes it too."""

from datasets.trail import record

__all__ = ["record"]
