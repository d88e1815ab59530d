"""Swedish words of an evaluation: designs, effects, the headline."""

from __future__ import annotations

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
        return signed(value) + (f"{NBSP}mån" if unit else "")
    return signed(100 * value) + (f"{NBSP}procentenheter" if unit else "")


def _worst(document: EvaluationDocument) -> DesignResult:
    named = {design.name: design for design in document.designs}
    return named.get("before-after") or max(document.designs, key=lambda design: abs(design.bias))


def headline(document: EvaluationDocument) -> str:
    """The answer first: what the most misleading design would show, and the truth."""
    shown, truth = _worst(document), document.window.follow_up.mean
    text = (
        f"Med {number(document.participants)} deltagare skulle {_MEASURED[shown.name]} visa "
        f"{effect(shown.estimate, document)}, sanningen är {effect(truth, document)} ({document.outcome_label})."
    )
    trial = next((design for design in document.designs if design.name == "rct"), None)
    if trial is not None and shown is not trial:
        text += f" En lottning visar {effect(trial.estimate, document)} i genomsnitt"
        if trial.power is not None:
            text += f" och hittar effekten i {percent(trial.power)} av försöken"
        text += "."
    return text


def verdict(design: DesignResult, document: EvaluationDocument) -> str:
    """One sentence on what the design would have told."""
    if abs(design.bias) <= 2 * design.bias_se and design.coverage < TRUSTED:
        text = f"Fel åt olika håll beroende på läget: bara {percent(design.coverage)} av intervallen rymmer sanningen."
    elif abs(design.bias) <= 2 * design.bias_se:
        text = "Inget påvisbart systematiskt fel."
    else:
        way = "för mycket" if design.bias > 0 else "för lite"
        text = f"Visar i genomsnitt {effect(abs(design.bias), document).removeprefix('+')} {way}."
    if design.power is not None:
        text += f" Hittar effekten i {percent(design.power)} av försöken."
    if design.false_alarm is not None and design.false_alarm >= 0.005:
        what = "åt fel håll" if design.power is not None else "fast ingen finns"
        text += f" Påstår en säker effekt {what} i {percent(design.false_alarm)}."
    return text
