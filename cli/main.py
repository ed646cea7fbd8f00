"""The command `amuddu`. Each command says what it does; `--help` lists them.

A command's modules are imported when it is called: the image of one service holds one extra, and
its `amuddu worker employers` must not ask for what the gateway's pages need.
"""

from __future__ import annotations

import typer
from typer.core import TyperCommand, TyperGroup

from cli.importing import imported

COMMANDS = {
    "run": "cli.demo.commands:run",
    "demo": "cli.demo.commands:demo",
    "up": "cli.processes.maintenance:up",
    "api": "cli.processes.commands:api",
    "worker": "cli.processes.commands:worker",
    "migrate": "cli.processes.maintenance:migrate",
    "keys": "cli.processes.keys:app",
    "schemas": "cli.processes.maintenance:schemas",
    "topics": "cli.events.commands:topics_app",
    "deadletters": "cli.events.commands:letters_app",
    "rebuild": "cli.events.rebuild:rebuild",
    "retell": "cli.events.retell:retell",
    "state-hash": "cli.events.rebuild:state_hash",
    "reindex": "cli.processes.maintenance:reindex",
    "import": "cli.imports:app",
    "evaluate": "cli.evaluate:app",
    "rules": "cli.rules.commands:app",
    "vault": "cli.vault:app",
    "account": "cli.accounts:account_app",
    "agency": "cli.accounts:agency_app",
    "audit": "cli.audit:app",
    "retention": "cli.retention:app",
    "erasures": "cli.erasures:app",
}
"""Name -> the function, or the group of further commands, that it stands for."""


class Commands(TyperGroup):
    """The commands above, each imported when it is asked for."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        """Those that this installation's extras can run."""
        return [name for name in COMMANDS if _installed(name)]

    def get_command(  # type: ignore[override]
        self,
        ctx: typer.Context,  # noqa: ARG002 - the base class hands it in
        cmd_name: str,
    ) -> TyperCommand | TyperGroup | None:
        if cmd_name not in COMMANDS:
            return None
        try:
            return _loaded(cmd_name)
        except ModuleNotFoundError as error:
            raise SystemExit(
                f"amuddu {cmd_name}: {error.name} is not installed; it comes with another extra"
            ) from None


def _installed(name: str) -> bool:
    try:
        imported(COMMANDS[name].partition(":")[0])
    except ModuleNotFoundError:
        return False
    return True


def _loaded(name: str) -> TyperCommand | TyperGroup:
    module, _, attribute = COMMANDS[name].partition(":")
    found = getattr(imported(module), attribute)
    if isinstance(found, typer.Typer):
        group = typer.main.get_group(found)
        group.name = name
        return group
    alone = typer.Typer(add_completion=False)
    alone.command(name)(found)
    command = typer.main.get_command(alone)
    assert isinstance(command, TyperCommand)
    return command


app = typer.Typer(
    name="amuddu",
    cls=Commands,
    help="Amuddu: people who look for work, employers who hire, and those who bring them together.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # locals hold what people typed
)


@app.callback()
def _amuddu() -> None:
    """Makes this a group of commands, though none is registered here."""


if __name__ == "__main__":
    app()
