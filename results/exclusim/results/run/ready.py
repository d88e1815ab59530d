"""Imported by the process that workers are forked from: afterwards all code that a draw needs is loaded, compiled too.

One small draw is computed. A worker forked from here begins with its own first draw at once.
"""

from __future__ import annotations

from contextlib import suppress

from threadpoolctl import threadpool_limits

from exclusim.model.errors import ExclusimError
from exclusim.results.run.tasks import DrawTask
from exclusim.scenarios.library import load

threadpool_limits(1, "blas")
with suppress(ExclusimError):  # it is told where somebody has asked for a draw
    DrawTask(load("trelleborg"), "published", 10, "mixed", 0)(0)
