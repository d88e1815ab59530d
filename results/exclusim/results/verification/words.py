"""Words and number formats of the verification report, the same on page and terminal."""

from __future__ import annotations

from exclusim.results.labels import NBSP, number, percent
from exclusim.results.language import _
from exclusim.results.verification.agreement import P_VALUE
from exclusim.results.verification.document import CheckResult, Group, VerificationDocument

__all__ = ["group_names", "headline", "result", "tolerance", "verdict"]

_LONG, _SHORT = 1e6, 1e-3  # whole numbers are told whole up to one, powers of ten below the other
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def group_names() -> dict[Group, tuple[str, str]]:
    return {
        "closed_form": (
            _("Slutna formler"),
            _(
                "Små världar vars svar kan skrivas ner. Båda sätten att lösa modellen prövas: den "
                "väntade fördelningen ska vara formeln, och simulerade liv ska spridas kring den som "
                "slumpen kräver."
            ),
        ),
        "exact_solver": (
            _("Exakt lösning"),
            _("Hela modellen, simulerad, mot den exakta väntade fördelningen över tillstånd, belastningar och byten."),
        ),
        "plain_program": (
            _("Enskilda liv"),
            _(
                "Den snabba beräkningen mot en långsam som följer definitionen ord för ord, och mot "
                "sig själv: inget liv får bero på antalet trådar eller på vad som händer andra."
            ),
        ),
        "conservation": (_("Bevarandelagar"), _("Ingen försvinner eller dubbleras, och ingen krona uppstår ur intet.")),
        "money": (_("Pengar"), _("Nuvärden mot annuitetsformler, och att ett resultats delar summerar till det.")),
        "published": (
            _("Publicerade räkneexempel"),
            _(
                "Källornas egna räkneexempel, räknade på nytt ur deras förutsättningar. Resultatet "
                "är avståndet till det tryckta."
            ),
        ),
        "statistics": (
            _("Publicerad statistik"),
            _("Den kalibrerade modellen mot publicerade tabeller: de den anpassats till och de som hållits undan."),
        ),
    }


def headline(document: VerificationDocument) -> str:
    """The verdict in a sentence."""
    failed = [check for check in document.checks if not check.passed]
    total = number(len(document.checks))
    if not failed:
        return _("Alla {total} prövningar är godkända.").format(total=total)
    return _("{failed} av {total} prövningar är underkända: {checks}.").format(
        failed=number(len(failed)), total=total, checks=", ".join(check.id for check in failed)
    )


def verdict(check: CheckResult) -> str:
    """Whether the check passed, and if it could be made."""
    return _("Godkänd") if check.passed else _("Kunde inte göras") if check.failure else _("Underkänd")


def result(check: CheckResult) -> str:
    """The figure with its unit."""
    return "–" if check.figure is None else _amount(check.figure, check.unit)


def tolerance(check: CheckResult) -> str:
    """The limit in words."""
    amount = _amount(check.tolerance, check.unit)
    return (_("högst {amount}") if check.limit == "at most" else _("minst {amount}")).format(amount=amount)


def _amount(value: float, unit: str) -> str:
    if value == 0 or (value.is_integer() and abs(value) < _LONG):
        text = number(value)
    elif abs(value) < _SHORT:
        digits, _e, power = f"{value:.0e}".partition("e")
        text = f"{digits}·10{str(int(power)).translate(_RAISED)}"
    elif unit == "andel":
        return percent(value, 1)
    else:
        text = number(value, 0 if abs(value) >= 100 else 2)
    if unit == P_VALUE:
        return f"p = {text}"
    return f"{text}{NBSP}{_(unit)}" if unit and unit != "andel" else text
