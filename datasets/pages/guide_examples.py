"""The examples of the developers' guide, written for one dataset's own columns.

They stand here and nowhere else: the guide shows them, and tests take them from the guide and run them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from datasets.queries.examples import Example

TOKEN = "$SATUDATA_TOKEN"  # noqa: S105


@dataclass(frozen=True)
class Snippet:
    """One example: `language` is curl, python, javascript, r or powerquery; others than `runs` are shown."""

    name: str
    language: str
    text: str
    runs: bool = True

    @property
    def label(self) -> str:
        """The language as it is written."""
        return {"javascript": "JavaScript", "python": "Python", "r": "R", "powerquery": "Power Query M"}.get(
            self.language, self.language
        )


@dataclass(frozen=True)
class Asked:
    """The addresses of an example's dataset."""

    base: str
    example: Example

    @property
    def dataset(self) -> str:
        """Of the dataset itself."""
        return f"{self.base}/api/v1/datasets/{self.example.dataset.slug}"

    @property
    def filters(self) -> dict[str, str]:
        """A condition on one of its columns; none where no column is fit for one."""
        return {self.example.choice: self.example.value} if self.example.choice else {}

    def rows(self, ending: str = "", **more: str) -> str:
        """Of rows that match."""
        asked = urlencode({**self.filters, **more})
        return f"{self.dataset}/rows{ending}" + (f"?{asked}" if asked else "")

    @property
    def order(self) -> dict[str, str]:
        """The newest first, where a column tells it."""
        return {"sort": f"-{self.example.period}"} if self.example.period else {}

    @property
    def groups(self) -> str:
        """Of groups."""
        by = self.example.choice or self.example.period
        measure = f"sum:{self.example.measure},count" if self.example.measure else "count"
        return f"{self.dataset}/aggregate?" + urlencode({"group_by": by, "measure": measure}, safe=":,")


def find(asked: Asked) -> tuple[Snippet, ...]:
    """Finding a dataset."""
    words = urlencode({"q": asked.example.dataset.title.split()[0], "limit": 5})
    return (Snippet("cari", "curl", f'curl "{asked.base}/api/v1/datasets?{words}"'),)


def describe(asked: Asked) -> tuple[Snippet, ...]:
    """Columns and metadata."""
    return (Snippet("uraikan", "curl", f'curl "{asked.dataset}"'),)


def read(asked: Asked) -> tuple[Snippet, ...]:
    """Rows, a page and whole."""
    whole, page = asked.rows(".csv"), asked.rows(**asked.order, limit="10")
    return (
        Snippet("baris", "curl", f'curl "{page}"'),
        Snippet("berkas", "curl", f'curl -o baris.csv "{whole}"'),
        Snippet(
            "belum-berubah",
            "curl",
            f"ETAG=$(curl -sI \"{asked.dataset}\" | tr -d '\\r' | sed -n 's/^[Ee][Tt]ag: //p')\n"
            f'curl -s -o jawaban.json -w "%{{http_code}}\\n" -H "If-None-Match: $ETAG" "{asked.dataset}"',
        ),
    )


def group(asked: Asked) -> tuple[Snippet, ...]:
    """Sums by group."""
    if not (asked.example.choice or asked.example.period):
        return ()
    return (Snippet("kelompok", "curl", f'curl "{asked.groups}"'),)


def languages(asked: Asked) -> tuple[Snippet, ...]:
    """The same rows from each language."""
    whole = asked.rows(".csv")
    return (
        Snippet("python", "python", _python(asked)),
        Snippet("pandas", "python", f'import pandas as pd\n\nprint(pd.read_csv("{whole}").head())'),
        Snippet("javascript", "javascript", _javascript(asked)),
        Snippet("r", "r", f'baris <- read.csv("{whole}")\nstr(baris)', runs=False),
        Snippet("excel", "powerquery", _power_query(asked), runs=False),
    )


def client(asked: Asked) -> tuple[Snippet, ...]:
    """The client that the portal gives away."""
    files = f"{asked.base}/api/v1/client"
    given = "".join(f", {name}={json.dumps(value)}" for name, value in asked.filters.items())
    return (
        Snippet(
            "ambil-klien",
            "curl",
            f'curl -O "{files}/satudata_client.py"\ncurl -O "{files}/satudata.py"',
        ),
        Snippet(
            "klien",
            "python",
            "from satudata_client import SatuData\n\n"
            f'portal = SatuData("{asked.base}")\n'
            f'for baris in portal.rows("{asked.example.dataset.slug}"{given}):\n    print(baris)',
        ),
        Snippet(
            "perintah",
            "curl",
            f'python3 satudata.py --portal "{asked.base}" rows {asked.example.dataset.slug} --format ndjson',
        ),
    )


def send(asked: Asked) -> tuple[Snippet, ...]:
    """Sending a file, and following it to its end."""
    slug = asked.example.dataset.slug
    return (
        Snippet(
            "kirim",
            "curl",
            f'curl -H "Authorization: Bearer {TOKEN}" -H "Idempotency-Key: kiriman-2026-10" \\\n'
            f'  -F file=@data.csv "{asked.dataset}/uploads"',
        ),
        Snippet(
            "kirim-pantau",
            "python",
            "import os\n\nfrom satudata_client import SatuData\n\n"
            f'portal = SatuData("{asked.base}", os.environ["SATUDATA_TOKEN"])\n'
            f'unggahan = portal.upload("{slug}", "data.csv", note="Kiriman bulan ini")\n'
            'for keadaan in portal.watch(unggahan["id"]):\n    print(keadaan["state"])\n'
            'for temuan in portal.findings(unggahan["id"]):\n'
            '    print(temuan["cell"], temuan["message"], temuan["remedy"])\n'
            'if keadaan["state"] == "ready":\n    portal.submit(unggahan["id"])',
        ),
    )


def change(asked: Asked) -> tuple[Snippet, ...]:
    """Setting rows by key; nothing for a dataset without one."""
    if not asked.example.key:
        return ()
    slug = asked.example.dataset.slug
    return (
        Snippet(
            "baris-kunci",
            "python",
            "import os\n\nfrom satudata_client import SatuData\n\n"
            f'portal = SatuData("{asked.base}", os.environ["SATUDATA_TOKEN"])\n'
            f'sekarang = next(portal.rows("{slug}", limit=1))\n'
            f'for unggahan in portal.upsert("{slug}", [sekarang], note="Koreksi"):\n'
            '    print(unggahan["state"], unggahan["period"])',
        ),
    )


def assistant(asked: Asked) -> tuple[Snippet, ...]:
    """How an assistant is told of the door."""
    told = {"mcpServers": {"satudata": {"type": "http", "url": f"{asked.base}/mcp"}}}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    return (
        Snippet("mcp", "json", json.dumps(told, indent=2), runs=False),
        Snippet(
            "mcp-alat",
            "curl",
            f'curl -H "Content-Type: application/json" -d \'{json.dumps(call)}\' "{asked.base}/mcp"',
        ),
    )


def _python(asked: Asked) -> str:
    return (
        "import json\nfrom urllib.request import urlopen\n\n"
        f'alamat = "{asked.rows(limit="1000")}"\n'
        "while alamat:\n    halaman = json.load(urlopen(alamat))\n"
        '    for baris in halaman["rows"]:\n        print(baris)\n'
        '    alamat = halaman["next"]'
    )


def _javascript(asked: Asked) -> str:
    return (
        f'let alamat = "{asked.rows(limit="1000")}";\n'
        "while (alamat) {\n  const halaman = await (await fetch(alamat)).json();\n"
        "  for (const baris of halaman.rows) console.log(baris);\n  alamat = halaman.next;\n}"
    )


def _power_query(asked: Asked) -> str:
    whole = asked.rows(".csv")
    return (
        "let\n"
        f'  Isi = Web.Contents("{whole}"),\n'
        '  Tabel = Csv.Document(Isi, [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),\n'
        "  Baris = Table.PromoteHeaders(Tabel)\nin\n  Baris"
    )
