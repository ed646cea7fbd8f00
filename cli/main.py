"""The command `amuddu`. Each command says what it does; `--help` lists them."""

from __future__ import annotations

import sys

import typer

from cli import commands_events, commands_processes, commands_rebuild

app = typer.Typer(
    name="amuddu",
    help="Amuddu: people who look for work, employers who hire, and those who bring them together.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # locals hold what people typed
)
app.command("api")(commands_processes.api)
app.command("worker")(commands_processes.worker)
app.command("rebuild")(commands_rebuild.rebuild)
app.command("state-hash")(commands_rebuild.state_hash)
app.add_typer(commands_events.topics_app, name="topics")
app.add_typer(commands_events.letters_app, name="deadletters")


def _add_all() -> None:
    """The other commands. They import every part of the house, which takes a second or two that
    a process of one service, started again after it died, must not wait for."""
    from cli import (
        commands_accounts,
        commands_demo,
        commands_evaluate,
        commands_house,
        commands_import,
    )

    app.command("run")(commands_demo.run)
    app.command("demo")(commands_demo.demo)
    app.command("up")(commands_house.up)
    app.command("migrate")(commands_house.migrate)
    app.command("schemas")(commands_house.schemas)
    app.command("reindex")(commands_house.reindex)
    app.add_typer(commands_import.app, name="import")
    app.add_typer(commands_evaluate.app, name="evaluate")
    app.add_typer(commands_accounts.account_app, name="account")
    app.add_typer(commands_accounts.agency_app, name="agency")


if not {"api", "worker", "rebuild", "state-hash", "topics", "deadletters"} & set(sys.argv[1:2]):
    _add_all()

if __name__ == "__main__":
    app()
