"""Swedish words of an evaluation: designs, effects, the headline."""

from __future__ import annotations

from exclusim.results.evaluation.document import DesignResult, EvaluationDocument
from exclusim.results.labels import MINUS, NBSP, number, percent
from exclusim.results.language import _

__all__ = ["TRUSTED", "design_labels", "design_texts", "effect", "enrolled", "headline", "signed", "verdict"]


def design_labels() -> dict[str, str]:
    return {
        "rct": _("Lottning (RCT)"),
        "rct-adjusted": _("Lottning, justerad"),
        "matching": _("Matchad jämförelsegrupp"),
        "similar-group": _("Liknande grupp på annan ort"),
        "earlier-example": _("Tidigare årgång på samma ort"),
        "before-after": _("Före–efter"),
        "difference-in-differences": _("Skillnad i skillnader"),
    }


def design_texts() -> dict[str, str]:
    return {
        "rct": (
            _(
                "Av dem som vill delta lottas hälften till insatsen. Grupperna skiljer sig bara "
                "genom slumpen, så skillnaden mellan dem är insatsens effekt."
            )
        ),
        "rct-adjusted": (
            _(
                "Samma lottning, men skillnaden räknas med hänsyn till det kommunen redan vet om "
                "personerna. Det ger mindre slump för samma antal deltagare."
            )
        ),
        "matching": (
            _(
                "Varje deltagare jämförs med någon som inte deltar men är lika i det kommunen vet: "
                "bakgrund, ålder, status, skolgång och de senaste två åren. Det som ingen ser, som "
                "hälsa och motståndskraft, kan fortfarande skilja."
            )
        ),
        "similar-group": (
            _(
                "Deltagarna jämförs med dem som skulle ha erbjudits insatsen i en annan kommun. Där "
                "är arbetsmarknaden en annan, och gruppen är inte bara de som vill delta."
            )
        ),
        "earlier-example": (
            _(
                "Deltagarna jämförs med en tidigare årgång som inte fick insatsen. Då var "
                "konjunkturen en annan, och gruppen är inte bara de som skulle ha velat delta."
            )
        ),
        "before-after": (
            _(
                "Deltagarna jämförs med sig själva vid inskrivningen. Den som kommer in när det är "
                "som sämst får det ofta bättre av sig själv; det räknas då som effekt (återgång mot "
                "medelvärdet)."
            )
        ),
        "difference-in-differences": (
            _(
                "Deltagarnas förändring sedan året före inskrivningen jämförs med förändringen för "
                "dem som inte deltar. Det håller om båda grupperna annars hade förändrats lika "
                "mycket."
            )
        ),
    }


TRUSTED = 0.9
"""Coverage below which a 95 % interval cannot be trusted."""


def _measured() -> dict[str, str]:
    return {
        "rct": _("en lottning"),
        "rct-adjusted": _("en lottning med justering"),
        "matching": _("en matchad jämförelse"),
        "similar-group": _("en jämförelse med en liknande grupp på annan ort"),
        "earlier-example": _("en jämförelse med en tidigare årgång"),
        "before-after": _("en före–efter-mätning"),
        "difference-in-differences": _("en mätning av skillnad i skillnader"),
    }


def enrolled() -> dict[str, str]:
    return {
        "newly-excluded": _("de i målgruppen som hamnat i utanförskap det senaste halvåret"),
        "excluded": _("de i målgruppen som är i utanförskap vid starten"),
        "target": _("alla i målgruppen"),
    }


def signed(value: float, decimals: int = 1) -> str:
    """A number with its sign: +1,2 or −1,2; zero has none."""
    text = number(value, decimals)
    nothing = not any(digit in text for digit in "123456789")
    return text.removeprefix(MINUS) if nothing else text if value < 0 else f"+{text}"


def effect(value: float, document: EvaluationDocument, *, unit: bool = True) -> str:
    """An effect in percentage points or months."""
    if document.unit == "months":
        return signed(value) + (f"{NBSP}{_('mån')}" if unit else "")
    return signed(100 * value) + (f"{NBSP}{_('procentenheter')}" if unit else "")


def _worst(document: EvaluationDocument) -> DesignResult:
    named = {design.name: design for design in document.designs}
    return named.get("before-after") or max(document.designs, key=lambda design: abs(design.bias))


def headline(document: EvaluationDocument) -> str:
    """The answer first: what the most misleading design would show, and the truth."""
    shown, truth = _worst(document), document.window.follow_up.mean
    text = _(
        "Med {participants} deltagare skulle {measured} visa {estimate}, sanningen är {truth} ({outcome_label})."
    ).format(
        participants=number(document.participants),
        measured=_measured()[shown.name],
        estimate=effect(shown.estimate, document),
        truth=effect(truth, document),
        outcome_label=_(document.outcome_label),
    )
    trial = next((design for design in document.designs if design.name == "rct"), None)
    if trial is not None and shown is not trial:
        found = effect(trial.estimate, document)
        text += " " + (
            _("En lottning visar {estimate} i genomsnitt.").format(estimate=found)
            if trial.power is None
            else _("En lottning visar {estimate} i genomsnitt och hittar effekten i {power} av försöken.").format(
                estimate=found, power=percent(trial.power)
            )
        )
    return text


def verdict(design: DesignResult, document: EvaluationDocument) -> str:
    """One sentence on what the design would have told."""
    if abs(design.bias) <= 2 * design.bias_se and design.coverage < TRUSTED:
        text = _("Fel åt olika håll beroende på läget: bara {coverage} av intervallen rymmer sanningen.").format(
            coverage=percent(design.coverage)
        )
    elif abs(design.bias) <= 2 * design.bias_se:
        text = _("Inget påvisbart systematiskt fel.")
    else:
        sentence = (
            _("Visar i genomsnitt {bias} för mycket.") if design.bias > 0 else _("Visar i genomsnitt {bias} för lite.")
        )
        text = sentence.format(bias=effect(abs(design.bias), document).removeprefix("+"))
    if design.power is not None:
        text += " " + _("Hittar effekten i {power} av försöken.").format(power=percent(design.power))
    if design.false_alarm is not None and design.false_alarm >= 0.005:
        sentence = (
            _("Påstår en säker effekt åt fel håll i {share}.")
            if design.power is not None
            else _("Påstår en säker effekt fast ingen finns i {share}.")
        )
        text += " " + sentence.format(share=percent(design.false_alarm))
    return text
