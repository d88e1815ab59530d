"""How to read a comparison: what each one says about its own limits, in Swedish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exclusim.results.compare.document import Portfolio, ScenarioComparison
from exclusim.results.compare.options import CompareOptions
from exclusim.results.labels import label, number, percent
from exclusim.results.run.plan import BASELINE, CasePlan

__all__ = ["notes"]


def notes(
    plans: Sequence[CasePlan],
    scenarios: Mapping[str, ScenarioComparison],
    options: CompareOptions,
    portfolio: Portfolio | None,
    precise: bool,
) -> list[str]:
    """Sentences in order of weight."""
    found: list[str] = []
    if len(plans) > 1:
        names = ", ".join(plan.case.case for plan in plans)
        found.append(
            f"Fallen {names} har olika grupper eller kalkyler. Varje insats jämförs därför med sitt eget nuläge; "
            "rangordning, "
            "sannolikhet att vara bäst och portfölj visas inte över fallen."
        )
    if not precise:
        found.append(
            f"Önskat medelfel nåddes inte på {number(options.most_draws)} dragningar; medelvärdet är grövre än så."
        )
    if options.draws < 50:
        found.append(f"Bara {options.draws} dragningar: intervallen är grova. Använd minst 200 för beslut.")
    others = [s.label for s in scenarios.values() if s.against != BASELINE]
    if others:
        found.append(f"{', '.join(others)} jämförs med en annan insats, inte med nuläget.")
    if options.preset == "optimistic":
        found.append(
            "Förinställningen återger källtexternas antaganden: full och bestående effekt, ingen undanträngning."
        )
    seen = max((1.0 - s.variance_shares["unexplained"] for s in scenarios.values()), default=1.0)
    if seen < 0.5:
        found.append(
            f"Kända osäkra indata förklarar högst {percent(seen)} av spridningen. Resten är mest slump i enskilda "
            "liv: gruppen "
            "är liten. Den säger hur det kan gå här, och minskar inte med mer kunskap."
        )
    if len(scenarios) > 4:
        found.append(
            "Den som ser bäst ut av många har ofta också haft tur i dragningarna. Jämför medelfelen innan två "
            "insatser skiljs "
            "åt, och se vid vilken effekt var och en slutar löna sig."
        )
    found += [
        "Vinst som är pengar: transfereringar, skatter och köpt vård. Resten är frigjord tid hos egen personal, som "
        "blir "
        "pengar först när någon beslutar det. Vilka tjänster som köps är ett antagande.",
        "Avtal: fasta betalningar som bestäms i förväg, så små att ingen offentlig aktör förlorar. "
        f"{label('production')} "
        "och individen betalar och får ingenting.",
    ]
    if portfolio is not None:
        found.append(f"Portfölj: {portfolio.method}. Samspel inom två medelfel från noll räknas som noll.")
    found += [
        f"{plan.case.title}: modellen är inte anpassad till statistik för detta fall, så intervallen är vidare."
        for plan in plans
        if plan.posterior is None
    ]
    return found
