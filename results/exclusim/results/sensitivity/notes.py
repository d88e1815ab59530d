"""How to read a sensitivity analysis, in Swedish: what an index means, and what was done with luck and correlation."""

from __future__ import annotations

import numpy as np

from exclusim.results.labels import number, percent
from exclusim.results.language import _, both
from exclusim.results.sensitivity.case_model import CaseModel
from exclusim.results.sensitivity.document import OutcomeSpread, SensitivityDocument

__all__ = ["notes"]


def _meaning() -> dict[str, str]:
    return {
        "morris": _(
            "μ*: hur mycket resultatet i genomsnitt ändras när en parameter går från sin 5:e "
            "till sin 95:e percentil i ett steg, med alla andra var som helst. σ visar hur olika "
            "stegen är; den innehåller också slumpen."
        ),
        "sobol": _(
            "Första ordningen: andelen av spridningen mellan parametervärden som försvinner om "
            "parametern blir känd. Totalt: andelen som finns kvar om allt annat blir känt. "
            "Skillnaden är samspel."
        ),
        "pawn": _(
            "PAWN: hur mycket resultatets hela fördelning flyttas när parametern är känd (0 till "
            "1). Ett index som inte är större än vad påhittade parametrar får är slump."
        ),
        "shapley": _(
            "Shapley: varje parameters del av spridningen mellan parametervärden. Det som flera "
            "bär tillsammans delas lika över alla ordningar de kan bli kända i, så delarna går "
            "att lägga ihop."
        ),
    }


def notes(document: SensitivityDocument, model: CaseModel) -> list[str]:
    """What must be known beside the figures."""
    found = [_meaning()[document.method]]
    if document.origin == "posterior":
        fitted = model.inputs.fitted
        found.append(
            _(
                "Parametrarna är korrelerade: statistiken har bestämt summor och kvoter bättre än varje tal för sig. "
                "En parameters del är då vad den bär tillsammans med dem den följer, inte vad som händer om bara den "
                "ändras. ”Ensam” (main) räknar med det andra som man samtidigt får veta, ”unikt” (unique) bara det "
                "som ingen annan kan tala om."
            )
        )
        found.append(
            both(
                lambda: _(
                    "{fitted} anpassade parametrar dras ur en normalfördelning med de lagrade "
                    "dragningarnas medelvärden och spridning, och med de {pairs} korrelationer som är "
                    "större än slumpens; övriga ur sina egna fördelningar."
                ).format(fitted=number(fitted), pairs=number(_pairs(model)))
            )
        )
    else:
        found.append(
            _(
                "Alla parametrar dras oberoende ur det som är känt utan modellens anpassning till "
                "statistiken. Det är en vidare osäkerhet än den som övriga rapporter visar."
            )
        )
    for item in document.outcomes:
        found.append(_chance(document, item))
        if item.explained is not None:
            found.append(_emulated(item, item.explained))
        elif document.estimator == "direct" and document.method == "sobol":
            found.append(_("Indexen är räknade direkt på modellens körningar, utan ersättningsmodell."))
    wide = next((row for row in document.convergence if not row.converged), None)
    if wide is not None:
        found.append(
            both(
                lambda: _(
                    "Intervallen är vida (upp till ±{widest}): ordningen mellan likvärdiga parametrar är inte säker. "
                    "Fler körningar än {runs}\N{NO-BREAK SPACE}hjälper, eller fler personer per körning."
                ).format(widest=number(wide.widest, 2), runs=number(document.runs))
            )
        )
    return found


def _chance(document: SensitivityDocument, item: OutcomeSpread) -> str:
    return both(
        lambda: _(
            "{label}: slumpen i enskilda liv är {share} av spridningen mellan körningar med {persons} simulerade "
            "personer, och {real} i en grupp om {cohort}. Andelarna ovan gäller resten, det som beror på parametrar."
        ).format(
            label=_(item.label),
            share=percent(item.replicate_noise_share),
            persons=number(document.persons),
            real=percent(item.noise_share_real_group),
            cohort=number(document.cohort),
        )
    )


def _emulated(item: OutcomeSpread, explained: float) -> str:
    return both(
        lambda: _(
            "{label}: beräknat med en ersättningsmodell som återger {explained} av den delen för körningar den inte "
            "har sett. Resten tillhör ingen, så andelarna blir tillsammans mindre än ett."
        ).format(label=_(item.label), explained=percent(explained))
    )


def _pairs(model: CaseModel) -> int:
    """Pairs of parameters that are correlated."""
    correlation = model.inputs.correlation
    return 0 if correlation is None else int((np.triu(np.abs(correlation), 1) > 0).sum())
