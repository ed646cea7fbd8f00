"""The command `amuddu`. Each command says what it does; `--help` lists them."""

from __future__ import annotations

import typer

from cli import (
    commands_accounts,
    commands_demo,
    commands_evaluate,
    commands_house,
    commands_import,
    commands_rules,
)

app = typer.Typer(
    name="amuddu",
    help="Amuddu: people who look for work, employers who hire, and those who bring them together.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # locals hold what people typed
)
app.command("run")(commands_demo.run)
app.command("demo")(commands_demo.demo)
app.command("up")(commands_house.up)
app.command("migrate")(commands_house.migrate)
app.command("schemas")(commands_house.schemas)
app.command("reindex")(commands_house.reindex)
app.add_typer(commands_import.app, name="import")
app.add_typer(commands_evaluate.app, name="evaluate")
app.add_typer(commands_rules.app, name="rules")
app.add_typer(commands_accounts.account_app, name="account")
app.add_typer(commands_accounts.agency_app, name="agency")

if __name__ == "__main__":
    app()
