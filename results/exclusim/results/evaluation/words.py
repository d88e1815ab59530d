"""Swedish words of an evaluation: designs, effects, the headline."""

from __future__ import annotations

from exclusim.results.language import _

from exclusim.results.evaluation.document import DesignResult, EvaluationDocument
from exclusim.results.labels import MINUS, NBSP, number, percent

__all__ = ["DESIGN_LABELS", "DESIGN_TEXTS", "ENROLLED", "TRUSTED", "effect", "headline", "signed", "verdict"]

DESIGN_LABELS = {
    "rct": "Lottning (RCT)",
    "rct-adjusted": "Lottning, justerad",
    "matching": "Matchad jämförelsegrupp",
    "similar-group": "Liknande grupp på annan ort",
    "earlier-example": "Tidigare årgång på samma ort",
    "before-after": "Före–efter",
    "difference-in-differences": "Skillnad i skillnader",
}

DESIGN_TEXTS = {
    "rct": (
        "Av dem som vill delta lottas hälften till insatsen. Grupperna skiljer sig bara genom slumpen, så "
        "skillnaden mellan dem är insatsens effekt."
    ),
    "rct-adjusted": (
        "Samma lottning, men skillnaden räknas med hänsyn till det kommunen redan vet om personerna. Det ger "
        "mindre slump för samma antal deltagare."
    ),
    "matching": (
        "Varje deltagare jämförs med någon som inte deltar men är lika i det kommunen vet: bakgrund, ålder, "
        "status, skolgång och de senaste två åren. Det som ingen ser, som hälsa och motståndskraft, kan "
        "fortfarande skilja."
    ),
    "similar-group": (
        "Deltagarna jämförs med dem som skulle ha erbjudits insatsen i en annan kommun. Där är arbetsmarknaden en "
        "annan, och gruppen är inte bara de som vill delta."
    ),
    "earlier-example": (
        "Deltagarna jämförs med en tidigare årgång som inte fick insatsen. Då var konjunkturen en annan, och "
        "gruppen är inte bara de som skulle ha velat delta."
    ),
    "before-after": (
        "Deltagarna jämförs med sig själva vid inskrivningen. Den som kommer in när det är som sämst får det ofta "
        "bättre av sig själv; det räknas då som effekt (återgång mot medelvärdet)."
    ),
    "difference-in-differences": (
        "Deltagarnas förändring sedan året före inskrivningen jämförs med förändringen för dem som inte deltar. "
        "Det håller om båda grupperna annars hade förändrats lika mycket."
    ),
}

TRUSTED = 0.9
"""Coverage below which a 95 % interval cannot be trusted."""

_MEASURED = {
    "rct": "en lottning",
    "rct-adjusted": "en lottning med justering",
    "matching": "en matchad jämförelse",
    "similar-group": "en jämförelse med en liknande grupp på annan ort",
    "earlier-example": "en jämförelse med en tidigare årgång",
    "before-after": "en före–efter-mätning",
    "difference-in-differences": "en mätning av skillnad i skillnader",
}

ENROLLED = {
    "newly-excluded": "de i målgruppen som hamnat i utanförskap det senaste halvåret",
    "excluded": "de i målgruppen som är i utanförskap vid starten",
    "target": "alla i målgruppen",
}


def signed(value: float, decimals: int = 1) -> str:
    """A number with its sign: +1,2 or −1,2; zero has none."""
    text = number(value, decimals)
    nothing = not any(digit in text for digit in "123456789")
    return text.removeprefix(MINUS) if nothing else text if value < 0 else f"+{text}"


def effect(value: float, document: EvaluationDocument, *, unit: bool = True) -> str:
    """An effect in percentage points or months."""
    if document.unit == "months":
        return signed(value) + (_("\N{NO-BREAK SPACE}mån").format() if unit else "")
    return signed(100 * value) + (_("\N{NO-BREAK SPACE}procentenheter").format() if unit else "")


def _worst(document: EvaluationDocument) -> DesignResult:
    named = {design.name: design for design in document.designs}
    return named.get("before-after") or max(document.designs, key=lambda design: abs(design.bias))


def headline(document: EvaluationDocument) -> str:
    """The answer first: what the most misleading design would show, and the truth."""
    shown, truth = _worst(document), document.window.follow_up.mean
    text = (
        _("Med {participants} deltagare skulle {measured} visa {estimate}, sanningen är {truth} ({outcome_label}).").format(participants=number(document.participants), measured=_MEASURED[shown.name], estimate=effect(shown.estimate, document), truth=effect(truth, document), outcome_label=document.outcome_label)
    )
    trial = next((design for design in document.designs if design.name == "rct"), None)
    if trial is not None and shown is not trial:
        text += (" " + _("En lottning visar {estimate} i genomsnitt").format(estimate=effect(trial.estimate, document)))
        if trial.power is not None:
            text += (" " + _("och hittar effekten i {power} av försöken").format(power=percent(trial.power)))
        text += "."
    return text


def verdict(design: DesignResult, document: EvaluationDocument) -> str:
    """One sentence on what the design would have told."""
    if abs(design.bias) <= 2 * design.bias_se and design.coverage < TRUSTED:
        text = _("Fel åt olika håll beroende på läget: bara {coverage} av intervallen rymmer sanningen.").format(coverage=percent(design.coverage))
    elif abs(design.bias) <= 2 * design.bias_se:
        text = _("Inget påvisbart systematiskt fel.")
    else:
        way = _("för mycket") if design.bias > 0 else _("för lite")
        text = _("Visar i genomsnitt {bias} {way}.").format(bias=effect(abs(design.bias), document).removeprefix('+'), way=way)
    if design.power is not None:
        text += (" " + _("Hittar effekten i {power} av försöken.").format(power=percent(design.power)))
    if design.false_alarm is not None and design.false_alarm >= 0.005:
        what = _("åt fel håll") if design.power is not None else _("fast ingen finns")
        text += (" " + _("Påstår en säker effekt {what} i {false_alarm}.").format(what=what, false_alarm=percent(design.false_alarm)))
    return text
