"""The structures: each changes one thing in the standard model, and says whether it was fitted with the change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Final, Literal

from exclusim.calibration.fitting.posterior import shipped
from exclusim.calibration.fitting.variants import Variant
from exclusim.model.errors import ExclusimError
from exclusim.model.institutions.declared import case_parameters
from exclusim.model.parameters import Draw, Fixed, Parameters
from exclusim.results.language import _, both
from exclusim.results.run.calibration import VARIANTS
from exclusim.results.run.plan import BASELINE, CasePlan, case_plan
from exclusim.results.run.rules import RulePlan
from exclusim.results.run.today import with_rules
from exclusim.results.structures.document import LeftOut
from exclusim.scenarios.schema import Case

__all__ = ["MAIN", "STRUCTURES", "Prepared", "Structure", "neutral_values", "neutralised", "prepare"]

MAIN: Final = "mixed"
"""The structure that other commands use; the others are compared with it."""

Fit = Literal["own", "borrowed", "unaffected"]


@dataclass(frozen=True)
class Structure:
    """A way to build the model.

    Args:
        name, label, description: the last two in Swedish.
        fit: ``own`` posterior; ``borrowed`` from the standard model, which was fitted with what is taken away here;
            ``unaffected``: the statistics do not see the change, or the change is tied to the same average flows.
        variant: whose posterior is drawn from.
        neutral: pattern of parameter names → the value at which they do nothing.
        agencies: whether agencies act, with today's rules.
        absent: Swedish: why it is left out where there is nothing to change.
    """

    name: str
    label: str
    description: str
    fit: Fit
    variant: Variant = "mixed"
    neutral: Mapping[str, float] = field(default_factory=dict)
    agencies: bool = False
    absent: str = ""


STRUCTURES: tuple[Structure, ...] = (
    Structure(
        MAIN,
        "Standard",
        "Både tidens verkan och olikheter mellan människor, var och en med sin osäkerhet.",
        "own",
    ),
    Structure("duration", "Tiden tär", VARIANTS["duration"] + ".", "own", "duration"),
    Structure("heterogeneity", "Olika från början", VARIANTS["heterogeneity"] + ".", "own", "heterogeneity"),
    Structure(
        "no_long_spell",
        "Utan stigma",
        "Arbetsgivare bryr sig inte om att någon har varit utan arbete i nio månader eller mer.",
        "borrowed",
        neutral={"*.long_spell": 1.0},
    ),
    Structure(
        "no_scars",
        "Utan ärr",
        "Ett halvår utan arbete lämnar inga spår i de följande åren.",
        "borrowed",
        neutral={"*.burden.scarring": 1.0},
    ),
    Structure(
        "no_displacement",
        "Utan undanträngning",
        "Den som får ett jobb tar det inte från någon annan.",
        "unaffected",
        neutral={"displacement.*": 0.0},
        absent="Fallets scenario räknar inte med någon undanträngning, så det finns inget att ta bort.",
    ),
    Structure(
        "agencies",
        "Myndigheter som handlar",
        "Dagens myndigheter med köer, gränser och överlämningar; deras brister är del av dagens nivåer.",
        "unaffected",
        agencies=True,
        absent="Scenariot ändrar regler, så myndigheter handlar redan i alla strukturer.",
    ),
)

LEFT_OUT = (
    LeftOut(
        name="peers",
        label="Med kamrater",
        reason="Modellen har inga kamrateffekter: ingen påverkas av hur det går för andra. Det är en gräns för alla "
        "strukturer här, inte ett resultat.",
    ),
)
"""What no structure can do."""


@dataclass(frozen=True)
class Prepared:
    """A structure ready to run.

    Args:
        structure: which.
        plan: of the case under it.
        held: parameters with one value in every draw, and the value.
        seed: of the draws.
    """

    structure: Structure
    plan: CasePlan
    held: Mapping[str, float]
    seed: int

    def draw(self, index: int) -> Draw:
        """Joint draw ``index``.

        All structures share what is drawn from priors (costs, effects), those with the same posterior all that they
        do not hold.
        """
        draw = neutralised(self.plan.draw(index, self.seed), self.held)
        return with_rules(draw, self.seed) if self.structure.agencies else draw


def neutral_values(parameters: Parameters, neutral: Mapping[str, float]) -> dict[str, float]:
    """Names that match a pattern, each with the value at which it does nothing."""
    return {
        name: value for pattern, value in neutral.items() for name in parameters if fnmatchcase(name, pattern)
    }  # fmt: skip


def neutralised(draw: Draw, held: Mapping[str, float]) -> Draw:
    """The draw with other values of some of its parameters.

    >>> neutralised(Draw(3, {"a.long_spell": 0.8, "b": 2.0}), {"a.long_spell": 1.0}).values["a.long_spell"]
    1.0
    """
    return Draw(draw.index, {**draw.values, **held})


def prepare(case: Case, persons: int, seed: int) -> tuple[list[Prepared], list[LeftOut]]:
    """Every structure that can be run for a case, the standard model first, and those that cannot with the reason.

    Raises:
        ExclusimError: the case cannot be run.
    """
    main = case_plan(case, "published", persons)
    found, left = [], []
    for structure in STRUCTURES:
        made = _prepared(structure, main, seed)
        if isinstance(made, Prepared):
            found.append(made)
        else:
            left.append(LeftOut(name=structure.name, label=structure.label, reason=made))
    return found, [*left, *LEFT_OUT]


def _prepared(structure: Structure, main: CasePlan, seed: int) -> Prepared | str:
    """The structure, or why it is left out."""
    if structure.variant != MAIN:
        if main.posterior is None or shipped(structure.variant) is None:
            return both(
                lambda: _("Det finns ingen anpassning som kan användas ({reason}).").format(
                    reason=main.uncalibrated or _("ingen medföljer")
                )
            )
        try:
            plan = case_plan(main.case, main.preset, main.persons, structure.variant)
        except ExclusimError as error:
            reason = str(error)
            return both(lambda: _("Dess anpassning kan inte användas: {error}.").format(error=reason))
        assert plan.posterior is not None  # a variant without one is refused
        return Prepared(structure, plan, plan.posterior.posterior.document.held, seed)
    if structure.agencies:
        return structure.absent if main.rules is not None else Prepared(structure, _with_agencies(main), {}, seed)
    held = neutral_values(main.parameters, structure.neutral)
    if structure.neutral and all(_is_neutral(main.parameters, name, value) for name, value in held.items()):
        return structure.absent or _("Fallet har redan satt de parametrarna så att de inte gör något.")
    return Prepared(structure, main, held, seed)


def _is_neutral(parameters: Parameters, name: str, value: float) -> bool:
    return isinstance(parameters[name].prior, Fixed) and parameters[name].value == value


def _with_agencies(plan: CasePlan) -> CasePlan:
    """The plan with agencies that act by today's rules in every scenario, tied to the calibrated averages."""
    today = {name: {0: dict[str, float]()} for name in (BASELINE, *plan.case.scenarios)}
    return replace(plan, rules=RulePlan(today, {}, case_parameters()))
