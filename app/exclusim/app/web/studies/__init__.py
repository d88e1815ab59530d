"""The studies that a visitor can order: what each needs, does, shows and hands out."""

from exclusim.app.web.studies.kind import Download, Kind
from exclusim.app.web.studies.kinds import KINDS
from exclusim.app.web.studies.order import DOCUMENT, Order, perform, warm_up

__all__ = ["DOCUMENT", "KINDS", "Download", "Kind", "Order", "perform", "warm_up"]
