"""What the document says about the calibration behind a run."""

from __future__ import annotations

from collections.abc import Iterator

from exclusim.calibration.checking.shipped import shipped_check
from exclusim.calibration.fitting.identification import sentence
from exclusim.calibration.fitting.variants import Variant
from exclusim.results.document import Assumption, Calibration, RoleSummary, ValidationRow
from exclusim.results.labels import percent
from exclusim.results.language import _, both, told_in_both
from exclusim.results.run.plan import CasePlan

__all__ = ["VARIANTS", "calibration_of", "calibration_warnings", "with_posteriors"]

VARIANTS: dict[Variant, str] = {
    "duration": both(lambda: _("Tiden tär: ju längre utanför, desto svårare tillbaka")),
    "heterogeneity": both(lambda: _("Olika från början: de som är kvar hade det svårare hela tiden")),
}
_ROLES = ("calibration", "validation", "context")


def calibration_of(plan: CasePlan) -> Calibration | None:
    """The posterior and its agreement with statistics; None where draws are from the priors."""
    if plan.posterior is None:
        return None
    posterior = plan.posterior.posterior
    check = shipped_check(posterior)
    return Calibration(
        draws=posterior.size,
        free_parameters=len(posterior.names),
        fitted_rows=len(posterior.document.rows),
        fitted_groups=len(posterior.document.groups),
        sentence=told_in_both(sentence(posterior)),
        summary={}
        if check is None
        else {role: RoleSummary(**check.summary[role].model_dump()) for role in _ROLES if role in check.summary},
        rows=[]
        if check is None
        else [
            ValidationRow(
                id=row.id,
                label=row.label,
                role=row.role,
                group=row.group,
                published=row.published,
                mean=row.simulated.mean,
                p5=row.simulated.p5,
                p95=row.simulated.p95,
                unit=row.unit,
                inside=row.inside,
            )
            for row in check.rows
            if row.role in _ROLES
        ],
    )


def calibration_warnings(plan: CasePlan, found: Calibration | None) -> Iterator[str]:
    """What a reader must know about the fit before reading levels."""
    if found is None:
        yield both(
            lambda: _(
                "Modellens takter bygger på publicerad statistik och uttalade antaganden men är inte anpassade till "
                "statistiken som helhet ({why}). Läs nivåer som storleksordningar."
            ).format(why=plan.uncalibrated)
        )
        return
    held_out = found.summary.get("validation")
    if held_out is not None and held_out.groups:
        yield both(
            lambda: _(
                "Modellen är anpassad till {fitted} statistikuppgifter. Av undanhållen statistik, som den inte har "
                "sett, återger den {rows} av raderna och {groups} av grupperna; avvikelserna står under ”Hur väl "
                "modellen stämmer”."
            ).format(
                fitted=found.fitted_rows,
                rows=percent(held_out.inside_share),
                groups=percent(held_out.groups_inside_share),
            )
        )


def with_posteriors(plan: CasePlan, assumptions: list[Assumption]) -> list[Assumption]:
    """The same list, with what calibration has left of each fitted parameter's uncertainty."""
    if plan.posterior is None:
        return assumptions
    known = {a.name: plan.posterior.interval(a.name) for a in assumptions}
    return [
        a if (found := known[a.name]) is None else a.model_copy(update={"posterior": _within(*found)})
        for a in assumptions
    ]


def _within(low: float, high: float) -> str:
    return f"90 % within {low:.4g}–{high:.4g}"
