"""The rule and the answer in Swedish words."""

from __future__ import annotations

from collections.abc import Sequence

from exclusim.model.money import REPORTED
from exclusim.results.discovery.document import BoxLimit, DiscoveryDocument
from exclusim.results.discovery.failing import Failing
from exclusim.results.labels import label, mkr, percent, years
from exclusim.results.language import _, both
from exclusim.results.sensitivity.measured import Measured
from exclusim.results.sensitivity.words import parameter_value

__all__ = ["failing_words", "headline", "limit_words", "notes", "rule"]

_RARE, _COMMON, _SURE = 0.05, 0.9, 0.05


def failing_words(failing: Failing, item: Measured) -> str:
    """``Samhället förlorar``, or what the comparison says; for a document."""
    return both(lambda: _failing_words(failing, item))


def _failing_words(failing: Failing, item: Measured) -> str:
    if failing.limit == 0 and item.name in REPORTED and failing.sign in ("<", "<="):
        return _("{name} förlorar").format(name=label(item.name))
    sentence = {
        "<": _("{label} är under {amount}"),
        ">": _("{label} är över {amount}"),
        "<=": _("{label} är högst {amount}"),
        ">=": _("{label} är minst {amount}"),
    }[failing.sign]
    amount = (
        mkr(failing.limit)
        if item.unit == "SEK"
        else years(failing.limit, 1)
        if item.unit == "years"
        else percent(failing.limit, 1)
    )
    return sentence.format(label=_(item.label), amount=amount)


def limit_words(limit: BoxLimit) -> str:
    """``undanträngning > 0,5``."""
    text = _(limit.label)
    name = text if limit.label == limit.parameter else text[:1].lower() + text[1:]
    low = None if limit.low is None else parameter_value(limit.low, limit.unit)
    high = None if limit.high is None else parameter_value(limit.high, limit.unit)
    if low is not None and high is not None:
        return _("{name} mellan {low} och {high}").format(name=name, low=low, high=high)
    return f"{name} > {low}" if low is not None else f"{name} < {high}"


def rule(fails: str, limits: Sequence[BoxLimit]) -> str:
    """``Samhället förlorar när … och …``; for a document."""
    return both(lambda: _rule(fails, limits))


def _rule(fails: str, limits: Sequence[BoxLimit]) -> str:
    words = [limit_words(limit) for limit in limits]
    listed = words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" {_('och')} " + words[-1]
    return _("{fails} när {listed}").format(fails=_(fails), listed=listed)


def headline(document: DiscoveryDocument) -> str:
    """The answer in two sentences."""
    box, failing = document.box, percent(document.failing)
    if box is None:
        share = _("{fails} i {share} av framtiderna.").format(fails=_(document.fails_words), share=failing)
        return f"{share} {_('Ingen regel skiljer dem från de andra säkrare än slumpen.')}"
    figures = _(
        "Av alla misslyckanden ligger {coverage} där, och {density} av framtiderna där misslyckas, mot {all} av alla."
    ).format(coverage=percent(box.coverage), density=percent(box.density), all=failing)
    answer = f"{_(box.rule)}. {figures}"
    if all(limit.quasi_p > _SURE for limit in box.limits):
        answer += " " + _("I de framtider som prövade regeln går den inte säkert att skilja från slumpen.")
    return answer


def notes(document: DiscoveryDocument) -> list[str]:
    """What must be known beside the rule."""
    found = [
        _(
            "Regeln är sökt i den ena hälften av framtiderna; täckning, träffsäkerhet och "
            "p-värden är räknade i den andra."
        ),
        both(
            lambda: _(
                "Slumpen i enskilda liv är {share} av spridningen: körda igen med "
                "andra liv får {agreement} av framtiderna samma svar. Träffsäkerheten kan inte bli "
                "mycket högre."
            ).format(share=percent(document.replicate_noise_share), agreement=percent(document.agreement))
        ),
    ]
    explained = document.explained
    if explained is not None:
        found.append(
            both(
                lambda: _(
                    "Slumpen döljer sambandet i enskilda körningar. Regeln är därför sökt där det "
                    "förväntade resultatet är ett misslyckande, med en ersättningsmodell som återger "
                    "omkring {explained} av det som beror på parametrar. Täckning och träffsäkerhet är "
                    "ändå räknade på modellens körningar, med slumpen i."
                ).format(explained=percent(explained))
            )
        )
        box = document.box
        if box is not None and (expected := box.density_expected) is not None:
            found.append(
                both(
                    lambda: _(
                        "Utan slumpen, i det förväntade resultatet: rutan täcker {coverage} av "
                        "misslyckandena, och {density} av framtiderna i den misslyckas."
                    ).format(
                        coverage=percent(box.coverage_expected or 0),
                        density=percent(expected),
                    )
                )
            )
    if document.origin == "priors":
        found.append(
            _(
                "Framtiderna är dragna oberoende ur det som är känt utan modellens anpassning till "
                "statistiken: vidare än den osäkerhet som övriga rapporter visar. Andelen som "
                "misslyckas är därför ingen sannolikhet."
            )
        )
    if document.failing < _RARE:
        found.append(_("Misslyckanden är för få för att beskrivas väl. Fler framtider hjälper, eller en lägre ribba."))
    if document.failing > _COMMON:
        found.append(
            _(
                "Nästan alla framtider misslyckas, så det finns lite att skilja. Pröva i stället att "
                "söka framtiderna där insatsen lyckas, med omvänt tecken i --fails."
            )
        )
    return found
