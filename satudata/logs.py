"""Logs: readable or JSON, one line an event, without personal data.

Only the keys named here are written; everything else is dropped, so that a forgotten `email=` in
a log call never reaches a disk (RELIABILITY §4 no. 52).
"""

from __future__ import annotations

import logging.config
from typing import Any

import structlog

#: What an event may carry besides its name.
ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "logger", "request_id", "method", "route", "status",
        "milliseconds", "job", "reason", "upload", "dataset", "version", "step", "state", "attempt",
        "count", "seconds", "bytes", "part", "exception", "peak_bytes", "code",
        "source", "webhook", "role", "instead", "asked", "tables", "files", "table", "rows",
    }
)  # fmt: skip


def keep_allowed(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Drop every key that is not on the list (structlog processor)."""
    return {key: value for key, value in event.items() if key in ALLOWED or key.startswith("_")}


def logging_config(log_format: str, level: str) -> None:
    """Send structlog and the standard library through one handler on standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        keep_allowed,
    ]
    is_json = log_format == "json"
    renderer: Any = (
        structlog.processors.JSONRenderer() if is_json else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        "foreign_pre_chain": shared,
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                "django.server": {"propagate": True},
                "django.request": {"level": "ERROR"},
                "axes": {"level": "WARNING"},
                "celery.worker.strategy": {"level": "WARNING"},  # two lines for each heartbeat
                "celery.app.trace": {"level": "WARNING"},
            },
        }
    )
