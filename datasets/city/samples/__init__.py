"""Sample files: what offices of the sample city would send, made anew and always the same.

Pure and deterministic: a value depends on nothing but the dataset, the period and the thing it
is about, so the same files (the same SHA-256) come out on every machine. All of it is invented.
"""

from __future__ import annotations

from datasets.city.samples.files import MARK, SampleFile, sample_files

__all__ = ["MARK", "SampleFile", "sample_files"]
