"""How to read a sensitivity analysis, in Swedish: what an index means, and what was done with luck and correlation."""

from __future__ import annotations

import numpy as np

from exclusim.results.labels import NBSP, number, percent
from exclusim.results.sensitivity.case_model import CaseModel
from exclusim.results.sensitivity.document import SensitivityDocument

__all__ = ["notes"]

_MEANING = {
    "morris": "μ*: hur mycket resultatet i genomsnitt ändras när en parameter går från sin 5:e till sin 95:e "
    "percentil i ett steg, med alla andra var som helst. σ visar hur olika stegen är; den innehåller också slumpen.",
    "sobol": "Första ordningen: andelen av spridningen mellan parametervärden som försvinner om parametern blir känd. "
    "Totalt: andelen som finns kvar om allt annat blir känt. Skillnaden är samspel.",
    "pawn": "PAWN: hur mycket resultatets hela fördelning flyttas när parametern är känd (0 till 1). Ett index som "
    "inte är större än vad påhittade parametrar får är slump.",
    "shapley": "Shapley: varje parameters del av spridningen mellan parametervärden. Det som flera bär tillsammans "
    "delas lika över alla ordningar de kan bli kända i, så delarna går att lägga ihop.",
}
_CORRELATED = (
    "Parametrarna är korrelerade: statistiken har bestämt summor och kvoter bättre än varje tal för sig. En parameters "
    "del är då vad den bär tillsammans med dem den följer, inte vad som händer om bara den ändras. ”Ensam” (main) "
    "räknar med det andra som man samtidigt får veta, ”unikt” (unique) bara det som ingen annan kan tala om."
)


def notes(document: SensitivityDocument, model: CaseModel) -> list[str]:
    """What must be known beside the figures."""
    found = [_MEANING[document.method]]
    if document.origin == "posterior":
        fitted = model.inputs.fitted
        found.append(_CORRELATED)
        found.append(
            f"{number(fitted)} anpassade parametrar dras ur en normalfördelning med de lagrade dragningarnas "
            f"medelvärden och spridning, och med de {number(_pairs(model))} korrelationer som är större än slumpens; "
            "övriga ur sina egna fördelningar."
        )
    else:
        found.append(
            "Alla parametrar dras oberoende ur det som är känt utan modellens anpassning till statistiken. "
            "Det är en vidare osäkerhet än den som övriga rapporter visar."
        )
    for item in document.outcomes:
        found.append(
            f"{item.label}: slumpen i enskilda liv är {percent(item.replicate_noise_share)} av spridningen mellan "
            f"körningar med {number(document.persons)} simulerade personer, och {percent(item.noise_share_real_group)} "
            f"i en grupp om {number(document.cohort)}. Andelarna ovan gäller resten, det som beror på parametrar."
        )
        if item.explained is not None:
            found.append(
                f"{item.label}: beräknat med en ersättningsmodell som återger {percent(item.explained)} av den delen "
                "för körningar den inte har sett. Resten tillhör ingen, så andelarna blir tillsammans mindre än ett."
            )
        elif document.estimator == "direct" and document.method == "sobol":
            found.append("Indexen är räknade direkt på modellens körningar, utan ersättningsmodell.")
    for row in document.convergence:
        if not row.converged:
            found.append(
                f"Intervallen är vida (upp till ±{number(row.widest, 2)}): ordningen mellan likvärdiga parametrar är "
                f"inte säker. Fler körningar än {number(document.runs)}{NBSP}hjälper, eller fler personer per körning."
            )
            break
    return found


def _pairs(model: CaseModel) -> int:
    """Pairs of parameters that are correlated."""
    correlation = model.inputs.correlation
    return 0 if correlation is None else int((np.triu(np.abs(correlation), 1) > 0).sum())
