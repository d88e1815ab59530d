"""The rule and the answer in Swedish words."""

from __future__ import annotations

from collections.abc import Sequence

from exclusim.model.money import REPORTED
from exclusim.results.discovery.document import BoxLimit, DiscoveryDocument, FailureBox
from exclusim.results.discovery.failing import Failing
from exclusim.results.labels import NBSP, label, mkr, number, percent
from exclusim.results.sensitivity.measured import Measured
from exclusim.results.sensitivity.words import parameter_value

__all__ = ["failing_words", "headline", "limit_words", "notes", "rule"]

_RARE, _COMMON, _SURE = 0.05, 0.9, 0.05


def failing_words(failing: Failing, item: Measured) -> str:
    """``Samhället förlorar``, or what the comparison says."""
    if failing.limit == 0 and item.name in REPORTED and failing.sign in ("<", "<="):
        return f"{label(item.name)} förlorar"
    amount = (
        mkr(failing.limit)
        if item.unit == "SEK"
        else f"{number(failing.limit, 1)}{NBSP}år"
        if item.unit == "years"
        else percent(failing.limit, 1)
    )
    return f"{item.label} är {failing.words} {amount}"


def limit_words(limit: BoxLimit) -> str:
    """``undanträngning > 0,5``."""
    name = limit.label if limit.label == limit.parameter else limit.label[:1].lower() + limit.label[1:]
    low = None if limit.low is None else parameter_value(limit.low, limit.unit)
    high = None if limit.high is None else parameter_value(limit.high, limit.unit)
    if low is not None and high is not None:
        return f"{name} mellan {low} och {high}"
    return f"{name} > {low}" if low is not None else f"{name} < {high}"


def rule(fails: str, limits: Sequence[BoxLimit]) -> str:
    """``Samhället förlorar när … och …``."""
    words = [limit_words(limit) for limit in limits]
    listed = words[0] if len(words) == 1 else ", ".join(words[:-1]) + " och " + words[-1]
    return f"{fails} när {listed}"


def _figures(box: FailureBox) -> str:
    return (
        f"Av alla misslyckanden ligger {percent(box.coverage)} där, och {percent(box.density)} av framtiderna där "
        "misslyckas"
    )


def headline(document: DiscoveryDocument) -> str:
    """The answer in two sentences."""
    share = f"{document.fails_words} i {percent(document.failing)} av framtiderna."
    if document.box is None:
        return f"{share} Ingen regel skiljer dem från de andra säkrare än slumpen."
    answer = f"{document.box.rule}. {_figures(document.box)}, mot {percent(document.failing)} av alla."
    if all(limit.quasi_p > _SURE for limit in document.box.limits):
        answer += " I de framtider som prövade regeln går den inte säkert att skilja från slumpen."
    return answer


def notes(document: DiscoveryDocument) -> list[str]:
    """What must be known beside the rule."""
    found = [
        "Regeln är sökt i den ena hälften av framtiderna; täckning, träffsäkerhet och p-värden är räknade i den andra.",
        f"Slumpen i enskilda liv är {percent(document.replicate_noise_share)} av spridningen: körda igen med andra "
        f"liv får {percent(document.agreement)} av framtiderna samma svar. Träffsäkerheten kan inte bli mycket högre.",
    ]
    if document.explained is not None:
        found.append(
            "Slumpen döljer sambandet i enskilda körningar. Regeln är därför sökt där det förväntade resultatet är ett "
            f"misslyckande, med en ersättningsmodell som återger omkring {percent(document.explained)} av det som "
            "beror på parametrar. Täckning och träffsäkerhet är ändå räknade på modellens körningar, med slumpen i."
        )
        if document.box is not None and document.box.density_expected is not None:
            found.append(
                "Utan slumpen, i det förväntade resultatet: rutan täcker "
                f"{percent(document.box.coverage_expected or 0)} av misslyckandena, och "
                f"{percent(document.box.density_expected)} av framtiderna i den misslyckas."
            )
    if document.origin == "priors":
        found.append(
            "Framtiderna är dragna oberoende ur det som är känt utan modellens anpassning till statistiken: vidare än "
            "den osäkerhet som övriga rapporter visar. Andelen som misslyckas är därför ingen sannolikhet."
        )
    if document.failing < _RARE:
        found.append("Misslyckanden är för få för att beskrivas väl. Fler framtider hjälper, eller en lägre ribba.")
    if document.failing > _COMMON:
        found.append(
            "Nästan alla framtider misslyckas, så det finns lite att skilja. Pröva i stället att söka framtiderna där "
            "insatsen lyckas, med omvänt tecken i --fails."
        )
    return found
