"""The answer of the structures in Swedish sentences."""

from __future__ import annotations

from exclusim.results.labels import duration, mkr, number, percent
from exclusim.results.language import _
from exclusim.results.structures.document import Pooled, StructuresDocument, Weighting

__all__ = ["fit_names", "headline", "meaning", "payback_words", "weighting_names"]


def weighting_names() -> dict[Weighting, str]:
    return {"equal": _("Lika vikter"), "agreement": _("Vikt efter överensstämmelse")}


def fit_names() -> dict[str, str]:
    return {
        "own": _("egen"),
        "borrowed": _("lånad av standardmodellen"),
        "unaffected": _("standardmodellens"),
    }


def headline(document: StructuresDocument) -> str:
    """The answer in two or three sentences."""
    equal = document.ensembles[0]
    count = len(document.structures)
    if document.scenario is None:
        means = [item.cost["society"].mean for item in document.structures]
        return _(
            "Utanförskapet kostar samhället {standard} i standardmodellen och mellan {least} och "
            "{most} i {count} strukturer. {share}"
        ).format(
            standard=mkr(means[0]),
            least=mkr(min(means)),
            most=mkr(max(means)),
            count=number(count),
            share=_share(equal.cost["society"]),
        )
    found = document.conclusions["society"]
    means = [item.net["society"].mean for item in document.structures]
    spread = _("mellan {least} och {most} över alla strukturer").format(least=mkr(min(means)), most=mkr(max(means)))
    if not found.clear:
        gaining = sum(mean > 0 for mean in means)
        return _(
            "Om {label} lönar sig för samhället går inte att avgöra ens i standardmodellen: "
            "nettot är {standard}, så nära noll att tecknet kan vara slump i dragningarna. "
            "{gaining} av {count} strukturer visar vinst; nettot är {spread}. {share}"
        ).format(
            label=_(document.label),
            standard=mkr(means[0]),
            gaining=number(gaining),
            count=number(count),
            spread=spread,
            share=_share(equal.net["society"]),
        )
    unclear = (
        " "
        + _("I {unclear} av dem är tecknet osäkert med så här många dragningar.").format(unclear=number(found.unclear))
        if found.unclear
        else ""
    )
    conclusion = (
        _("Slutsatsen att {label} lönar sig för samhället håller i {holds} av {of} strukturer.")
        if found.gains
        else _("Slutsatsen att {label} inte lönar sig för samhället håller i {holds} av {of} strukturer.")
    ).format(label=_(document.label), holds=number(found.holds), of=number(found.of))
    net = _("Nettot är {standard} i standardmodellen och {spread}.").format(standard=mkr(means[0]), spread=spread)
    return f"{conclusion}{_fails(document)} {net}{unclear} {_share(equal.net['society'])}"


def _fails(document: StructuresDocument) -> str:
    """The structures under which the standard model's conclusion does not hold, if any."""
    gains = document.conclusions["society"].gains
    names = [
        _("”{name}”").format(name=_(item.label))
        for item in document.structures
        if (item.net["society"].mean > 0) != gains
    ]
    return " " + _("Den håller inte i {names}.").format(names=", ".join(names)) if names else ""


def _share(found: Pooled) -> str:
    by_chance = found.chance_share > 0 and found.between_share <= 2 * found.chance_share
    sentence = (
        _(
            "Valet av struktur står för {share} av osäkerheten, inte tydligt mer än slumpen i dragningarna ger; "
            "resten finns inom varje struktur."
        )
        if by_chance
        else _("Valet av struktur står för {share} av osäkerheten; resten finns inom varje struktur.")
    )
    return sentence.format(share=percent(found.between_share))


def meaning(document: StructuresDocument) -> str:
    """What every interval means."""
    return _(
        "90\N{NO-BREAK SPACE}%-intervall över {draws} dragningar, med samma slumptal, kostnader och effekter "
        "i alla strukturer."
    ).format(draws=number(document.draws))


def payback_words(month: int | None) -> str:
    """``6,5 år``; ``aldrig`` where it never pays within the horizon."""
    return _("aldrig") if month is None else duration(month)
