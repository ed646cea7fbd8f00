"""Two kinds of import contract that import-linter has not: both judge a module by its name.

In a service a file's name says its layer (`routes.py`, `desk_repository.py`), and what has no such
name is a use case. import-linter's own `layers` wants every module listed one by one, and lets
those that are not listed import what they like. Used in pyproject.toml, [tool.importlinter].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

Import = tuple[str, str]


class _DirectImportsContract(Contract):
    """A contract that judges each direct import by itself, so no chain hides another."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Whether no import is refused; `illegal` lists those that are."""
        del verbose
        illegal = sorted(set(self.refused(graph)))
        return ContractCheck(kept=not illegal, metadata={"illegal": illegal})

    def refused(self, graph: ImportGraph) -> Iterator[Import]:
        """The imports that break the contract: who imports, what."""
        raise NotImplementedError

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print the imports that break the contract."""
        for importer, imported in check.metadata["illegal"]:
            output.print_error(f"- {importer} -> {imported}", bold=False)


class LayersByNameContract(_DirectImportsContract):
    """Every module of `packages` stands in one layer, which its last name tells.

    `layers`: from the highest to the lowest, each `"name: pattern pattern"`; the pattern `*` takes
    what no other does. A module may import its own layer and those below, but `apart` names pairs
    (`"routes -> tables"`) that must not meet even downwards.
    """

    type_name = "layers_by_name"

    packages = fields.ListField(subfield=fields.StringField())
    layers = fields.ListField(subfield=fields.StringField())
    apart = fields.ListField(subfield=fields.StringField(), required=False)

    def refused(self, graph: ImportGraph) -> Iterator[Import]:
        """Imports that point up, and those between layers that are kept apart."""
        layers = _parsed(self.layers)  # type: ignore[arg-type] # a field holds what it parsed
        height = {name: -depth for depth, name in enumerate(layers)}
        apart = {_pair(each) for each in self.apart or ()}  # type: ignore[attr-defined]
        packages: Sequence[str] = self.packages  # type: ignore[assignment]
        layer_of = {module: layer_named(module, layers) for module in _within(graph, packages)}
        for importer, own in layer_of.items():
            for imported in graph.find_modules_directly_imported_by(importer):
                other = layer_of.get(imported)
                if other and (height[other] > height[own] or (own, other) in apart):
                    yield importer, imported


class ImportersByNameContract(_DirectImportsContract):
    """`modules` (with what is inside them) may be imported by modules whose full name fits one of
    the patterns in `importers`, and by nobody else. `*` also takes dots. A pattern that no importer
    fits is refused too: a permission outlives the code that needed it otherwise."""

    type_name = "importers_by_name"

    modules = fields.ListField(subfield=fields.StringField())
    importers = fields.ListField(subfield=fields.StringField())

    def refused(self, graph: ImportGraph) -> Iterator[Import]:
        """Imports of these modules by anybody else."""
        modules: Sequence[str] = self.modules  # type: ignore[assignment]
        importers: Sequence[str] = self.importers  # type: ignore[assignment]
        inside = set(_within(graph, modules))
        unused = set(importers)
        for imported in inside:
            for importer in graph.find_modules_that_directly_import(imported) - inside:
                fitting = {pattern for pattern in importers if fnmatchcase(importer, pattern)}
                unused -= fitting
                if not fitting:
                    yield importer, imported
        for pattern in unused:
            yield pattern, "nothing: this permission is not needed"


def layer_named(module: str, layers: Mapping[str, Sequence[str]]) -> str:
    """The layer of a module. Raises `LookupError` where no pattern takes it."""
    last = module.rpartition(".")[-1]
    patterns = [(pattern, name) for name, given in layers.items() for pattern in given]
    for pattern, name in sorted(patterns, key=lambda each: each[0] == "*"):
        if fnmatchcase(last, pattern):
            return name
    raise LookupError(f"no layer takes {module}")


def _parsed(lines: Iterable[str]) -> dict[str, list[str]]:
    split = (line.split(":", 1) for line in lines)
    return {name.strip(): patterns.split() for name, patterns in split}


def _pair(text: str) -> Import:
    higher, lower = text.split("->")
    return higher.strip(), lower.strip()


def _within(graph: ImportGraph, packages: Sequence[str]) -> Iterator[str]:
    for module in graph.modules:
        if any(module == each or module.startswith(f"{each}.") for each in packages):
            yield module
