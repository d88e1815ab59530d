"""The stable functions. Each imports what it needs when it is called, so that importing them takes no time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from exclusim.results.research.ensemble import Ensemble
    from exclusim.results.research.outcome import Model
    from exclusim.results.run import Preset, RunOptions
    from exclusim.results.store import RunRecord
    from exclusim.scenarios.schema import Case

__all__ = ["cases", "load", "model", "parameters", "parse", "run", "simulate"]


def cases() -> list[str]:
    """Names of the cases that come with Exclusim.

    >>> "trelleborg" in cases()
    True
    """
    from exclusim.scenarios.shipped import shipped_names

    return list(shipped_names())


def load(name_or_file: str | os.PathLike[str]) -> Case:
    """A shipped case by name, or a scenario file (a path with ``/``, or ending in ``.yaml``).

    Raises:
        ExclusimError: there is none, or the file has problems; all are listed.

    >>> load("trelleborg").population.size
    480
    """
    from exclusim.scenarios.library import load as found

    return found(name_or_file)


def parse(text: str) -> Case:
    """A case from YAML text; it may extend shipped cases.

    >>> parse("{exclusim: 1, case: mine, extends: trelleborg}").case
    'mine'
    """
    from exclusim.scenarios.loading import parse as found

    return found(text)


def simulate(
    case: Case,
    *,
    draws: int = 20,
    replicates: int = 1,
    persons: int | None = None,
    seed: int = 1,
    preset: Preset = "published",
    threads: int = 0,
) -> Ensemble:
    """Every scenario of a case on common random numbers, month by month.

    Args:
        case: of one cohort or group.
        draws: joint draws of all uncertain parameters, from the posterior where they are fitted.
        replicates: seeds of lives under each draw: parameters and chance are told apart where there are several. The
            first one is that of ``exclusim run`` with the same seed.
        persons: simulated people; as many as the case has unless told otherwise. Results are of the real group's size.
        seed: the same seed gives the same bits.
        preset: ``published`` or ``optimistic``.
        threads: 0 for every core; they change nothing but the time.

    Returns:
        Arrays with labels; ``.dataset()`` gives them to xarray, ``.frame()`` to pandas.

    Raises:
        ExclusimError: a number is out of range, or the case follows several cohorts.

    >>> money = simulate(load("newcomers"), draws=1, persons=20, threads=1).frame()
    >>> list(money.columns)
    ['draw', 'replicate', 'scenario', 'month', 'actor', 'kind', 'exclusion', 'ordinary']
    """
    from exclusim.results.research.ensemble import simulated

    return simulated(
        case, draws=draws, replicates=replicates, persons=persons, seed=seed, preset=preset, threads=threads
    )


def model(case: Case, *, persons: int | None = None, preset: Preset = "published") -> Model:
    """A case as a function of parameters and a seed that returns small arrays.

    >>> f = model(load("newcomers"), persons=20)
    >>> f({}, seed=3).cost.shape == (len(f.scenarios), len(f.actors))
    True
    """
    from exclusim.results.research.outcome import Model
    from exclusim.results.run.plan import case_plan

    return Model(case_plan(case, preset, persons))


def run(case: Case, options: RunOptions | None = None) -> RunRecord:
    """What ``exclusim run`` makes: ``.document`` with everything that it reports, and its tables.

    >>> from exclusim.results.run import RunOptions
    >>> record = run(load("trelleborg"), RunOptions(preset="flat-annuity"))
    >>> round(record.document.scenarios["baseline"].total["society"].mean / 1e6)
    600
    """
    from exclusim.results.run import RunOptions, run_case

    return run_case(case, options or RunOptions())


def parameters(case: Case, *, preset: Preset = "published") -> pd.DataFrame:
    """Every parameter of a case: ``value``, ``unit``, ``prior``, ``source``, ``assumption``, ``fixed``, by ``name``.

    >>> parameters(load("newcomers")).loc["population.woman", "unit"]
    'share'
    """
    import pandas as pd

    from exclusim.results.run.plan import case_plan

    rows = [
        (p.name, p.value, p.unit, p.prior.describe(p.value), p.source, p.is_assumption, p.is_fixed)
        for p in case_plan(case, preset).parameters.values()
    ]
    columns = ["name", "value", "unit", "prior", "source", "assumption", "fixed"]
    return pd.DataFrame(rows, columns=columns).set_index("name")
