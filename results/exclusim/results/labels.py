"""Names and number formats in the language spoken, the same in report, workbook, terminal and web page.

>>> label("forsakringskassan"), label("unemployed/social_assistance")
('Försäkringskassan', 'Arbetslös, ekonomiskt bistånd')
>>> mkr(-12_340_000).replace(NBSP, " ")
'−12,3 Mkr'
"""

from __future__ import annotations

import math
from functools import lru_cache

from babel.numbers import format_decimal, format_percent

from exclusim.results.language import SWEDISH, _, spoken

__all__ = [
    "LABELS",
    "MINUS",
    "NBSP",
    "UNITS",
    "duration",
    "interval_mkr",
    "label",
    "locale",
    "mkr",
    "number",
    "percent",
    "tkr",
    "unit",
    "years",
]

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"  # Babel keeps the pattern's hyphen; Swedish typography wants the sign
_LOCALES = {"sv": "sv_SE", "en": "en_GB"}

ACTORS = {
    "society": "Samhället",
    "public": "Offentlig sektor",
    "arbetsformedlingen": "Arbetsförmedlingen",
    "forsakringskassan": "Försäkringskassan",
    "kommun": "Kommunen",
    "kommun.skola": "Kommunen: skola",
    "kommun.socialtjanst": "Kommunen: socialtjänst",
    "kommun.arbetsmarknad": "Kommunen: arbetsmarknad",
    "kommun.skatt": "Kommunen: skatteintäkter",
    "region": "Regionen",
    "rattsvasende": "Rättsväsendet",
    "ovriga": "Staten och övriga",
    "individ": "Individen",
    "arbetsgivare": "Arbetsgivare",
    "production": "Produktionsbortfall",
}

ACTIVITIES = {
    "compulsory_school": "Grundskola",
    "upper_secondary": "Gymnasieskola",
    "upper_secondary_1": "Gymnasieskola, år 1",
    "upper_secondary_2": "Gymnasieskola, år 2",
    "upper_secondary_3": "Gymnasieskola, år 3",
    "upper_secondary_4": "Gymnasieskola, år 4",
    "introduction_programme": "Introduktionsprogram",
    "adult_education": "Komvux",
    "folk_high_school": "Folkhögskola",
    "higher_education": "Högskola",
    "permanent_job": "Fast anställning",
    "temporary_job": "Tidsbegränsad anställning",
    "subsidised_job": "Subventionerad anställning",
    "unemployed": "Arbetslös",
    "labour_market_programme": "Arbetsmarknadsprogram",
    "sickness_benefit": "Sjukpenning",
    "activity_compensation": "Aktivitetsersättning",
    "disability_pension": "Sjukersättning",
    "establishment_programme": "Etableringsprogram",
    "parental_leave": "Föräldraledig",
    "outside": "Utanför",
    "out_of_home_care": "Placerad utanför hemmet",
    "prison": "Fängelse",
    "dead": "Död",
    "emigrated": "Utvandrad",
}

SUPPORTS = {
    "none": "utan försörjning från samhället",
    "study_aid": "studiestöd",
    "wage": "lön",
    "unemployment_insurance": "a-kassa",
    "social_assistance": "ekonomiskt bistånd",
    "activity_support": "aktivitetsstöd",
    "compensation": "aktivitets- eller sjukersättning",
    "establishment_allowance": "etableringsersättning",
    "parental_benefit": "föräldrapenning",
    "care": "samhällsvård",
}

BURDENS = {
    "mental_ill_health": "Psykisk ohälsa",
    "substance_misuse": "Missbruk och beroende",
    "crime": "Kriminalitet",
    "homelessness": "Hemlöshet",
    "scarring": "Spår av lång arbetslöshet",
}

GROUPS = {
    "school": "Skola",
    "study": "Studier",
    "studies": "Studier",
    "work": "Arbete",
    "unemployment": "Arbetslöshet",
    "programme": "Program och etablering",
    "welfare": "Bidrag och ersättning",
    "sickness": "Sjukdom och ersättning",
    "parental": "Föräldraledighet",
    "institution": "Placering och fängelse",
    "exit": "Död eller utvandrad",
    "left": "Död eller utvandrad",
}

KINDS = {"real": "Resurser", "transfer": "Transfereringar", "revenue": "Skatter och avgifter"}

BASES = {"measured": "Uppmätt", "derived": "Härledd", "anchored": "Förankrad", "assumed": "Antagen"}

SCOPES = {"exclusion": "Utanförskap", "ordinary": "Vanligt liv: skola, studier, föräldraskap"}

PARTS = {
    "before": "Utanförskap före kalkylens start",
    "intervention": "Insatsens kostnad",
    "displacement": "Undanträngning",
    "casework": "Myndigheternas arbete utöver dagens",
}

PRESETS = {
    "published": "Evidensbaserad",
    "optimistic": "Källtexternas optimistiska antaganden",
    "flat-annuity": "Publicerat räkneexempel",
}

CONVENTIONS = {
    "end_of_year": "vid årets slut",
    "start_of_year": "vid årets början",
    "monthly": "vid månadens slut",
}

UNCERTAINTY = {"parameters": "Osäkra indata (parametrar)", "chance": "Slump i en grupp av den här storleken"}

SCENARIOS = {"baseline": "Nuläge"}

MISSIONS = {"main_actors": "De fyra huvudaktörerna"}

LABELS: dict[str, str] = {
    **SCENARIOS,
    **MISSIONS,
    **UNCERTAINTY,
    **CONVENTIONS,
    **PRESETS,
    **PARTS,
    **SCOPES,
    **BASES,
    **KINDS,
    **GROUPS,
    **BURDENS,
    **SUPPORTS,
    **ACTIVITIES,
    **ACTORS,
}
"""Every key of the result document that has a Swedish name."""

UNITS = {
    "per month": "per månad",
    "per year": "per år",
    "ratio": "kvot",
    "probability": "sannolikhet",
    "share": "andel",
    "SEK": "kr",
    "SEK/month": "kr/månad",
    "SEK/event": "kr/händelse",
    "SEK/year": "kr/år",
    "SEK/day": "kr/dygn",
    "months": "månader",
    "years": "år",
    "year": "årtal",
    "month": "månad",
    "event": "händelse",
    "per month of duration": "per månad i tillståndet",
    "units/month": "enheter/månad",
    "log standard deviation": "standardavvikelse (log)",
    "MSEK": "Mkr",
    "TSEK": "tkr",
    "persons": "personer",
}


def locale() -> str:
    """Babel's name of the language spoken, for numbers and dates."""
    return _LOCALES[spoken()]


def label(key: str) -> str:
    """Name of an actor, activity, support, burden, kind, basis, scope, preset or group.

    ``activity/support`` gives both. A key without a name (a state somebody added) is shown with spaces.
    """
    if key in LABELS:
        return _(LABELS[key])
    if "/" in key:
        activity, _slash, support = key.partition("/")
        if support in ("none", "wage", activity):
            return label(activity)
        return f"{label(activity)}, {label(support)}"
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


def unit(key: str) -> str:
    """Name of a parameter's or a figure's unit; an unknown unit is shown as it is."""
    return _(UNITS[key]) if key in UNITS else key


def number(value: float, decimals: int = 0) -> str:
    """``1 234,5`` with no-break spaces and a real minus sign; never ``−0``; ``–`` for a missing value."""
    if not math.isfinite(value):
        return "–"
    rounded = round(value, decimals) + 0.0
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return _decimal(rounded, pattern, locale())


def _decimals(value: float) -> int:
    size = abs(value)
    return 0 if size >= 99.95 or size == 0 else 1 if size >= 0.95 else 2


def mkr(sek: float, decimals: int | None = None) -> str:
    """SEK as million kronor; about three figures unless ``decimals`` is given."""
    value = sek / 1e6
    if not math.isfinite(value):
        return number(value)
    return f"{number(value, _decimals(value) if decimals is None else decimals)}{NBSP}{_('Mkr')}"


def tkr(sek: float, decimals: int = 0) -> str:
    """SEK as thousand kronor."""
    if not math.isfinite(sek):
        return number(sek)
    return f"{number(sek / 1e3, decimals)}{NBSP}{_('tkr')}"


def interval_mkr(p5: float, p95: float, decimals: int | None = None) -> str:
    """``340–497 Mkr``; written with *till* where a minus sign would make the dash unreadable."""
    low, high = p5 / 1e6, p95 / 1e6
    places = _decimals(max(abs(low), abs(high))) if decimals is None else decimals
    dash = "–" if low >= 0 and high >= 0 else f"{NBSP}{_('till')}{NBSP}"
    return f"{number(low, places)}{dash}{number(high, places)}{NBSP}{_('Mkr')}"


def percent(share: float, decimals: int = 0) -> str:
    """``12 %`` for 0.12 with a no-break space in Swedish, ``12%`` in English."""
    if not math.isfinite(share):
        return "–"
    gap = NBSP if spoken() == SWEDISH else ""
    pattern = f"#,##0{'.' + '0' * decimals if decimals else ''}{gap}%"
    return _percentage(round(share, decimals + 2) + 0.0, pattern, locale())


@lru_cache(10_000)  # a report and its workbook show the same figures again and again
def _decimal(value: float, pattern: str, name: str) -> str:
    return format_decimal(value, format=pattern, locale=name).replace("-", MINUS)


@lru_cache(10_000)
def _percentage(share: float, pattern: str, name: str) -> str:
    return format_percent(share, format=pattern, locale=name).replace("-", MINUS)


def years(value: float, decimals: int | None = None) -> str:
    """``6,5 år``; whole years without a decimal."""
    places = (0 if abs(value - round(value)) < 0.05 else 1) if decimals is None else decimals
    if places == 0 and round(value) == 1:
        return _("1 år").replace(" ", NBSP)
    return f"{number(value, places)}{NBSP}{_('år')}"


def duration(months: int) -> str:
    """``8 månader`` below two years, else years: ``6,5 år``."""
    if abs(months) < 24:
        return f"{number(months)}{NBSP}{_('månad') if months == 1 else _('månader')}"
    return years(months / 12)
