"""How to read a comparison: what each one says about its own limits. Sentences of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from exclusim.results.compare.document import Portfolio, ScenarioComparison
from exclusim.results.compare.measures import one_measure
from exclusim.results.compare.options import CompareOptions
from exclusim.results.labels import number, percent
from exclusim.results.language import _, both
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
    return [
        *_about_the_draws(plans, options, precise),
        *_about_the_scenarios(scenarios, options),
        *one_measure(plans, scenarios, options.actor),
        *_about_the_money(portfolio),
        *_about_the_model(plans),
    ]


def _about_the_draws(plans: Sequence[CasePlan], options: CompareOptions, precise: bool) -> Iterator[str]:
    if len(plans) > 1:
        yield both(
            lambda: _(
                "Fallen {names} har olika grupper eller kalkyler. Varje insats jämförs därför med sitt eget nuläge; "
                "rangordning, sannolikhet att vara bäst och portfölj visas inte över fallen."
            ).format(names=", ".join(plan.case.case for plan in plans))
        )
    if not precise:
        yield both(
            lambda: _("Önskat medelfel nåddes inte på {draws} dragningar; medelvärdet är grövre än så.").format(
                draws=number(options.most_draws)
            )
        )
    if options.draws < 50:
        yield both(
            lambda: _("Bara {draws} dragningar: intervallen är grova. Använd minst 200 för beslut.").format(
                draws=options.draws
            )
        )


def _about_the_scenarios(scenarios: Mapping[str, ScenarioComparison], options: CompareOptions) -> Iterator[str]:
    others = [s.label for s in scenarios.values() if s.against != BASELINE]
    if others:
        yield both(
            lambda: _("{names} jämförs med en annan insats, inte med nuläget.").format(names=", ".join(map(_, others)))
        )
    if options.preset == "optimistic":
        yield both(
            lambda: _(
                "Förinställningen återger källtexternas antaganden: full och bestående effekt, ingen undanträngning."
            )
        )
    seen = max((1.0 - s.variance_shares["unexplained"] for s in scenarios.values()), default=1.0)
    if seen < 0.5:
        yield both(
            lambda: _(
                "Kända osäkra indata förklarar högst {share} av spridningen. Resten är mest slump i enskilda liv: "
                "gruppen är liten. Den säger hur det kan gå här, och minskar inte med mer kunskap."
            ).format(share=percent(seen))
        )
    if len(scenarios) > 4:
        yield both(
            lambda: _(
                "Den som ser bäst ut av många har ofta också haft tur i dragningarna. Jämför medelfelen innan två "
                "insatser skiljs åt, och se vid vilken effekt var och en slutar löna sig."
            )
        )


def _about_the_money(portfolio: Portfolio | None) -> Iterator[str]:
    yield both(
        lambda: _(
            "Vinst som är pengar: transfereringar, skatter och köpt vård. Resten är frigjord tid hos egen personal, "
            "som blir pengar först när någon beslutar det. Vilka tjänster som köps är ett antagande."
        )
    )
    yield both(
        lambda: _(
            "Avtal: fasta betalningar som bestäms i förväg, så små att ingen offentlig aktör förlorar. "
            "Produktionsbortfall och individen betalar och får ingenting."
        )
    )
    if portfolio is not None:
        yield both(
            lambda: _("Portfölj: {method}. Samspel inom två medelfel från noll räknas som noll.").format(
                method=_(portfolio.method)
            )
        )


def _about_the_model(plans: Sequence[CasePlan]) -> Iterator[str]:
    for title in [plan.case.title for plan in plans if plan.posterior is None]:
        yield both(partial(_unfitted, title))


def _unfitted(title: str) -> str:
    return _("{title}: modellen är inte anpassad till statistik för detta fall, så intervallen är vidare.").format(
        title=_(title)
    )
