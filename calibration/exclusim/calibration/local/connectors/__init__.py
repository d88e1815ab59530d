"""Connectors to public statistics: Kolada and Statistics Sweden. Needs a network; answers are kept on disk."""

from exclusim.calibration.local.connectors.kolada import kolada_figures, kolada_name
from exclusim.calibration.local.connectors.latest import latest_figures
from exclusim.calibration.local.connectors.scb import births
from exclusim.calibration.local.connectors.transport import Fetcher, default_fetcher

__all__ = ["Fetcher", "births", "default_fetcher", "kolada_figures", "kolada_name", "latest_figures"]
