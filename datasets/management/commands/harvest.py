"""`manage.py harvest`: pull the sources that are due now, or those named, and print what came of it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from datasets.harvest.run import harvest
from datasets.models import HarvestRun, Source


class Command(BaseCommand):
    """One line for each source: its run's state and counts."""

    help = "Pull sources elsewhere into drafts: those that are due, or the named ones at once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Names of sources."""
        parser.add_argument("names", nargs="*", metavar="NAME")

    def handle(self, *args: Any, names: list[str], **options: Any) -> None:
        """Pull one after the other. Raises CommandError for a name that is none."""
        active = Source.objects.filter(is_active=True)
        chosen = active.filter(name__in=names) if names else active.filter(next_run_at__lte=timezone.now())
        if unknown := set(names) - set(chosen.values_list("name", flat=True)):
            raise CommandError(f"Tidak ada sumber aktif bernama: {', '.join(sorted(unknown))}.")
        if names:
            chosen.update(next_run_at=timezone.now())
        for source in list(chosen):
            harvest(source.pk)
            self.stdout.write(f"{source.name}: {_told(source)}")


def _told(source: Source) -> str:
    run = HarvestRun.objects.filter(source=source).first()
    if run is None:
        return "-"
    counts = ", ".join(f"{name} {count}" for name, count in sorted(run.counts.items()))
    return " ".join(filter(None, (run.state, run.error, counts)))
