"""The stored result of a calibration, and draws from it.

The shipped posterior is used only with the declarations it was fitted to: a parameter or a hazard that has changed
since makes it refuse, with the reason.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from exclusim.calibration.fitting.document import PosteriorDocument
from exclusim.calibration.fitting.space import Space, fingerprint, structure_fingerprint
from exclusim.calibration.fitting.variants import Variant
from exclusim.calibration.shifts import distance, moved_parameter
from exclusim.model.declared import default_world
from exclusim.model.errors import ExclusimError
from exclusim.model.parameters import Draw, Parameters
from exclusim.model.world import World

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Calibrated", "Posterior", "calibrated", "draws_text", "load", "shipped", "unusable", "write"]

_DECIMALS = 4  # of a prior's standard deviation: far below any posterior's


def _name(variant: Variant) -> str:
    return f"posterior-{variant}"


@dataclass(frozen=True)
class Posterior:
    """Equally weighted draws ``z``, shape (n, parameters), on the scale of the priors, with their document."""

    document: PosteriorDocument
    z: NDArray[np.float64]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fitted parameters, the columns of ``z``."""
        return tuple(item.name for item in self.document.parameters)

    @property
    def size(self) -> int:
        return len(self.z)

    def values(self, parameters: Parameters) -> pd.DataFrame:
        """Draws in natural units, one column per fitted parameter."""
        import pandas as pd  # slow to load, and no run needs it

        space = Space(parameters, self.document.held)
        return pd.DataFrame([space.values(row) for row in self.z])


@dataclass(frozen=True)
class Calibrated:
    """Declared parameters with the joint posterior in place of the priors.

    Args:
        parameters: those of a case: national declarations, local values, costs and effects.
        posterior: of the national declarations.
        national: those declarations.
        local: names that the case has replaced. Where only the value is another, each draw of the posterior is moved
            by the distance between the local value and the nation's centre; where the prior is another, or the value
            lies at the end of its scale, the case's own value and prior stand.
    """

    parameters: Parameters
    posterior: Posterior
    national: Parameters
    local: frozenset[str]

    @cached_property
    def _space(self) -> Space:
        return Space(Parameters(self.national[name] for name in self.posterior.names))

    @cached_property
    def _shifts(self) -> dict[str, float]:
        """Distance of each local value from the nation's centre, where draws are moved by it."""
        centre = self._space.values(self._middle)
        found = {
            name: distance(self.parameters[name], self.parameters[name].value, centre[name])
            for name in self.local & set(centre)
            if self.parameters[name].prior == self.national[name].prior
        }
        return {name: shift for name, shift in found.items() if shift is not None}

    @cached_property
    def _middle(self) -> NDArray[np.float64]:
        return np.array([item.mean for item in self.posterior.document.parameters])

    def _fitted(self, z: NDArray[np.float64]) -> dict[str, float]:
        nation, shifts = self._space.values(z), self._shifts
        fitted = {**nation, **self.posterior.document.held}
        moved = {name: moved_parameter(self.parameters[name], nation[name], shift) for name, shift in shifts.items()}
        return {name: value for name, value in fitted.items() if name not in self.local} | moved

    def interval(self, name: str) -> tuple[float, float] | None:
        """5th and 95th percentile of a parameter's draws; None where they come from its prior."""
        if name in self.local - set(self._shifts):
            return None
        item = next((item for item in self.posterior.document.parameters if item.name == name), None)
        if item is None:
            return None
        if name not in self._shifts:
            return item.p5, item.p95
        low, high = (moved_parameter(self.parameters[name], x, self._shifts[name]) for x in (item.p5, item.p95))
        return low, high

    def draw(self, index: int, seed: int) -> Draw:
        """Joint draw ``index`` of the stream ``seed``.

        Fitted parameters come from a stored draw (``index`` modulo their number, in an order shuffled by ``seed``),
        all others from their priors, as :meth:`Parameters.draw` gives them.
        """
        prior = self.parameters.draw(index, seed)
        row = _order(self.posterior.size, seed)[index % self.posterior.size]
        return Draw(index, {**prior.values, **self._fitted(self.posterior.z[row])})

    def central(self) -> Draw:
        """The posterior's central draw: fitted parameters at their posterior mean, all others at their centre.

        The mean is taken on the scale of the priors, so it is the median of a prior that nothing has informed.
        """
        return Draw(-1, {**self.parameters.central().values, **self._fitted(self._middle)})


@cache
def _order(size: int, seed: int) -> NDArray[np.intp]:
    return np.random.default_rng([seed, 7_002]).permutation(size)


def shipped(variant: Variant = "mixed") -> Posterior | None:
    """The posterior that comes with Exclusim; None where none is shipped for the variant."""
    return _shipped(variant)


@cache
def _shipped(variant: Variant) -> Posterior | None:
    folder = files("exclusim.calibration.fitting") / "data"
    if not (folder / f"{_name(variant)}.json").is_file():
        return None
    return load(folder, variant)


def calibrated(
    parameters: Parameters,
    variant: Variant = "mixed",
    *,
    posterior: Posterior | None = None,
    world: World | None = None,
) -> Calibrated:
    """Parameters with the posterior in place of the priors.

    Args:
        parameters: of a case, of the shipped world, or both with costs.
        variant: structural variant of the shipped posterior.
        posterior: another one than the shipped.
        world: national declarations that it was fitted to; the shipped world by default.

    Raises:
        ExclusimError: there is no posterior, or it does not fit the declarations any more; the message says why.
    """
    world = world or default_world()
    posterior = posterior or shipped(variant)
    if posterior is None:
        raise ExclusimError(f"no posterior is shipped for the variant {variant!r}", hint="run `exclusim calibrate`")
    reason = unusable(posterior, world)
    if reason:
        raise ExclusimError(f"the posterior cannot be used: {reason}", hint="run `exclusim calibrate` again")
    fitted = {*posterior.names, *posterior.document.held}
    missing = sorted(fitted - set(parameters))
    if missing:
        raise ExclusimError(f"the posterior cannot be used: these parameters are missing: {', '.join(missing[:5])}")
    declared = world.parameters
    return Calibrated(
        parameters,
        posterior,
        declared,
        frozenset(
            name
            for name in fitted
            if (parameters[name].value, parameters[name].prior, parameters[name].source)
            != (declared[name].value, declared[name].prior, declared[name].source)
        ),
    )


def unusable(posterior: Posterior, world: World) -> str | None:
    """Why a posterior does not belong to a world, or None if it does."""
    document, declared = posterior.document, world.parameters
    if document.parameters_hash != fingerprint(declared):
        names = set(Space(declared, {k: v for k, v in document.held.items() if k in declared}).names)
        fitted = {item.name: item for item in document.parameters}
        gone, new = sorted(set(fitted) - names), sorted(names - set(fitted))
        moved = sorted(
            name
            for name in names & set(fitted)
            if (declared[name].value, repr(declared[name].prior)) != (fitted[name].centre, fitted[name].prior)
        )
        for what, found in (("no longer exist", gone), ("are new", new), ("have another centre or prior", moved)):
            if found:
                more = f" and {len(found) - 3} more" if len(found) > 3 else ""
                return f"since it was fitted, parameters {what}: {', '.join(found[:3])}{more}"
        return "a fixed parameter has changed since it was fitted"
    if document.structure_hash != structure_fingerprint(world):
        return "statuses, hazards or occasions have changed since it was fitted"
    return None


def draws_text(posterior_names: tuple[str, ...], z: NDArray[np.float64]) -> str:
    """The table of draws as it is stored: one row per draw, standard deviations of the prior."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(posterior_names)
    writer.writerows([f"{value:.{_DECIMALS}f}" for value in row] for row in z.tolist())
    return out.getvalue()


def write(posterior: Posterior, folder: Path) -> tuple[Path, Path]:
    """Write table and document to ``folder``, each whole."""
    folder.mkdir(parents=True, exist_ok=True)
    name = _name(posterior.document.variant)
    table, document = folder / f"{name}.csv", folder / f"{name}.json"
    for file, text in (
        (table, draws_text(posterior.names, posterior.z)),
        (document, posterior.document.model_dump_json(indent=1) + "\n"),
    ):
        part = file.with_name(f"{file.name}.part")
        part.write_text(text, encoding="utf-8")
        os.replace(part, file)
    return table, document


def load(folder: Path | Traversable, variant: Variant = "mixed") -> Posterior:
    """Read a stored posterior.

    Raises:
        ExclusimError: a file is missing or damaged, or the two do not belong together.
    """
    name = _name(variant)
    try:
        text = (folder / f"{name}.csv").read_text(encoding="utf-8")
        document = PosteriorDocument.model_validate_json((folder / f"{name}.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ExclusimError(f"there is no posterior {name!r} in {folder}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ExclusimError(f"{folder}/{name}.json: {where}: {first['msg']}") from error
    if hashlib.sha256(text.encode()).hexdigest() != document.draws_sha256:
        raise ExclusimError(f"{folder}/{name}.csv is not the table that {name}.json describes")
    return Posterior(document, np.loadtxt(io.StringIO(text), delimiter=",", skiprows=1, ndmin=2))
