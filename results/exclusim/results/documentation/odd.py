"""The ODD protocol: prose in a template, every list and table from the declarations."""

from __future__ import annotations

from importlib.metadata import version

from jinja2 import Environment, PackageLoader, StrictUndefined

from exclusim.calibration.costs import cost_parameters
from exclusim.model.declared import burdens, population, schooling, welfare, work
from exclusim.results.documentation import institution_tables, number_tables, world_tables
from exclusim.results.documentation.month import month_order

__all__ = ["odd_text"]

_PARTS = (
    ("School and studies", schooling),
    ("Work, unemployment and programmes", work),
    ("Sickness, assistance, care, prison, death and emigration", welfare),
    ("Burdens", burdens),
)


def odd_text() -> str:
    """The whole protocol as Markdown: seven elements (Grimm et al. 2020), each submodel with its parameters."""
    environment = Environment(
        loader=PackageLoader("exclusim.results.documentation", "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Markdown, not HTML
    )
    return environment.get_template("odd.md").render(
        version=version("exclusim"),
        month_order=month_order(),
        world=world_tables,
        numbers=number_tables,
        institutions=institution_tables,
        population=population.PARAMETERS,
        parts=_PARTS,
        costs=cost_parameters().values(),
    )
