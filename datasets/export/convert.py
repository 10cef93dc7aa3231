"""The child that writes a workbook or a Parquet file: one line of JSON, then CSV, on its standard input.

`python -m datasets.export.convert`, started by `datasets.export.converted`. It knows no database and
no framework, and ends when its input or its reader does.
"""

from __future__ import annotations

import gc
import json
import resource
import sys

from datasets.vocab import Format

#: What one conversion may use: address space (most of it never touched), processor time.
_BYTES, _SECONDS = 2 << 30, 900


def main() -> None:
    """Write the file to the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    gc.disable()  # rows are many small objects and no cycles: looking for some costs a tenth of the time
    job = json.loads(sys.stdin.buffer.readline())
    if job["format"] == Format.PARQUET:
        # pyarrow works without numpy, which it would load else: 12 MB and half of its start.
        sys.modules["numpy"] = None  # type: ignore[assignment]  # as Python says: not to be imported
        from datasets.export.parquet import write_parquet

        write_parquet(job, sys.stdin.buffer, sys.stdout.buffer)
    else:
        from datasets.export.xlsx import write_xlsx

        write_xlsx(job, sys.stdin.buffer, sys.stdout.buffer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
