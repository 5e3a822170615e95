"""Which packages the cells of a page need that no page that runs can have, such as PyTorch."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from symtable import SymbolTable, symtable

from grimoire.live.lock import the_lock

OURS = frozenset({"nnlib", "myst_nb"})
"""What a page has beside Python's own library and the packages of the lock: of MyST-NB, `glue`."""


def missing(codes: Iterable[str]) -> list[list[str]]:
    """For each cell of a page, in order, the packages that it needs and that are not to be had.

    These are those that it imports, be it in a condition, and those of a cell above that cannot do
    without, where this one uses a name that the other would have made.
    """
    to_be_had = OURS | set(the_lock().needs()) | sys.stdlib_module_names
    lost: dict[str, set[str]] = {}
    found = []
    for code in codes:
        if (tree := parsed(code)) is None:
            found.append([])
            continue
        table = symtable(code, "cell", "exec")
        made = set(made_by(table))
        inherited = set().union(*(lost.get(name, set()) for name in used_by(table) - made))
        found.append(sorted(inherited | (set(imported(ast.walk(tree))) - to_be_had)))
        lost |= dict.fromkeys(made, inherited | (set(imported(tree.body)) - to_be_had))
    return found


def parsed(code: str) -> ast.Module | None:
    """The code as a tree, or None where it is no Python, such as a command of IPython's."""
    try:
        return ast.parse(code)
    except SyntaxError:
        return None


def imported(statements: Iterable[ast.AST]) -> Iterator[str]:
    """The names of the packages that these statements import."""
    for statement in statements:
        if isinstance(statement, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            yield statement.module.partition(".")[0]


def made_by(table: SymbolTable) -> Iterator[str]:
    """The names that a cell gives to something."""
    for symbol in table.get_symbols():
        if symbol.is_assigned() or symbol.is_imported():
            yield symbol.get_name()


def used_by(table: SymbolTable) -> set[str]:
    """The names that a cell uses, in its functions too, and that are not local there."""
    is_cell = table.get_type() == "module"
    names = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (is_cell or symbol.is_global())
    }
    return names.union(*map(used_by, table.get_children()))
