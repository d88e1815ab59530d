"""Building a scenario by forms: fields declared as data, a file as the one truth behind them."""

from exclusim.app.web.builder.draft import Draft, Problems
from exclusim.app.web.builder.fields import Field, Row, shown, told

__all__ = ["Draft", "Field", "Problems", "Row", "shown", "told"]
