"""The solvers, loaded at their first use.

That takes a third of a second and some fifty megabytes, which no page that hides nothing and no
program that only waits for work should pay.
"""

from typing import Any


def cp_sat() -> Any:
    """`cp_model` of OR-Tools: whole numbers, proven."""
    from ortools.sat.python import cp_model  # noqa: PLC0415

    return cp_model


def glop() -> Any:
    """`pywraplp` of OR-Tools: linear programs, in fractions."""
    from ortools.linear_solver import pywraplp  # noqa: PLC0415

    return pywraplp
