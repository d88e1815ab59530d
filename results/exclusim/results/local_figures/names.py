"""What the template's sheets, columns, fields and costs are called, in the language spoken.

A workbook may come back in another language than the page that reads it, so a reader takes the names of all
languages: :func:`in_any_language`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from exclusim.results.language import LANGUAGES, SWEDISH, _, speaking

__all__ = [
    "cost_headings",
    "cost_labels",
    "figure_headings",
    "figure_labels",
    "in_any_language",
    "municipality_fields",
    "sheet_names",
    "swedish",
]


def in_any_language(names: Callable[[], Mapping[str, str]]) -> dict[str, str]:
    """Name in any language, in lower case → key."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            found |= {name.casefold(): key for key, name in names().items()}
    return found


def swedish(names: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
    """Names as a document has them."""
    with speaking(SWEDISH):
        return names()


def sheet_names() -> dict[str, str]:
    """Sheets in their order."""
    return {
        "read_first": _("Läs först"),
        "municipality": _("Kommunen"),
        "figures": _("Nyckeltal"),
        "costs": _("Enhetskostnader"),
    }


def municipality_fields() -> dict[str, str]:
    """What the sheet about the municipality asks for."""
    return {
        "name": _("Kommunens namn"),
        "code": _("Kommunkod"),
        "births": _("Födda per årskull"),
        "contact": _("Kontakt"),
    }


def figure_headings() -> dict[str, str]:
    """Columns of the key figures, in their order."""
    return {
        "code": _("Kod"),
        "label": _("Nyckeltal"),
        "unit": _("Enhet"),
        "year": _("År"),
        "nation": _("Riket samma år"),
        "own": _("Eget värde"),
        "source": _("Källa eller anteckning"),
    }


def cost_headings() -> dict[str, str]:
    """Columns of the unit costs, in their order."""
    return {
        "label": _("Tjänst eller belopp"),
        "payer": _("Betalare"),
        "nation": _("Rikets belopp"),
        "unit": _("Enhet"),
        "year": _("Rikets prisår"),
        "basis": _("Grund"),
        "nation_source": _("Rikets källa"),
        "own": _("Eget belopp"),
        "own_year": _("Eget prisår"),
        "source": _("Källa eller anteckning"),
        "code": _("Kod"),
    }


def figure_labels() -> dict[str, str]:
    """Kolada's id → what the figure is, for a reader without the model's terms."""
    return {
        "N15424": _("Behöriga till yrkesprogram efter årskurs 9"),
        "N17464": _("Gymnasieexamen inom fyra år, introduktionsprogram inräknade"),
        "N02797": _("16–24-åringar som varken arbetar eller studerar (UVAS)"),
    }


def cost_labels() -> dict[str, str]:
    """Parameter → what it is a cost of, in the order and groups of the template: who pays first."""
    return {
        "cost.unit.social_assistance_household_year": _("Ekonomiskt bistånd, per hushåll och år"),
        "cost.assumed.assistance_case": _("Handläggning av ekonomiskt bistånd, per ärende"),
        "cost.assumed.open_care.social_assistance": _("Öppna insatser för den som har ekonomiskt bistånd"),
        "cost.assumed.open_care.compensation": _("Öppna insatser för den som har aktivitets- eller sjukersättning"),
        "cost.assumed.open_care.crime": _("Öppna insatser för den som är kriminell"),
        "cost.unit.pre_assessment": _("Förhandsbedömning"),
        "cost.unit.investigation": _("Utredning i socialtjänsten"),
        "cost.unit.supported_work_year": _("Plats i kommunal arbetsmarknadsinsats eller sysselsättning"),
        "cost.unit.everyday_support_month": _("Boendestöd"),
        "cost.unit.misuse_housing_year": _("Boende inom missbruksvården"),
        "cost.unit.compulsory_misuse_care_day": _("Tvångsvård för missbruk (LVM)"),
        "cost.unit.secondary_housing_year": _("Boendelösning med socialt kontrakt"),
        "cost.unit.emergency_housing_day": _("Akutboende"),
        "cost.unit.state_youth_home_day": _("Placering i SiS-hem, avgift och statsbidrag tillsammans"),
        "cost.unit.care_home_day": _("Placering i HVB-hem"),
        "cost.unit.foster_home_day": _("Placering i familjehem"),
        "cost.unit.compulsory_school_year": _("Grundskola, per elev"),
        "cost.unit.upper_secondary_year": _("Gymnasieskola, per elev"),
        "cost.unit.introduction_programme_year": _("Introduktionsprogram, per elev"),
        "cost.unit.adult_education_year": _("Komvux, per heltidsstuderande"),
        "cost.tax.municipal": _("Kommunalskatt"),
        "cost.anchor.municipal_share": _("Kommunens andel av den offentliga kostnaden för ett år i utanförskap"),
        "cost.unit.doctor_visit": _("Läkarbesök"),
        "cost.unit.other_care_visit": _("Besök hos annan vårdgivare"),
        "cost.unit.bed_day": _("Vårddygn"),
        "cost.tax.regional": _("Regionskatt"),
        "cost.unit.prison_day": _("Anstalt"),
        "cost.unit.remand_day": _("Häkte"),
        "cost.unit.probation_day": _("Frivård"),
        "cost.assumed.police_and_courts_month": _("Polis, åklagare och domstol, för den som är kriminell"),
        "cost.assumed.af_case_unemployed": _("Arbetsförmedlingens handläggning, arbetslös"),
        "cost.assumed.af_case_programme": _("Arbetsförmedlingens handläggning, arbetsmarknadsprogram"),
        "cost.assumed.af_case_establishment": _("Arbetsförmedlingens handläggning, etableringsprogram"),
        "cost.assumed.af_case_subsidised_job": _("Arbetsförmedlingens handläggning, subventionerad anställning"),
        "cost.assumed.af_programme": _("Innehållet i ett arbetsmarknadsprogram"),
        "cost.assumed.af_establishment_measures": _("Innehållet i etableringsprogrammet"),
        "cost.assumed.fk_case_activity_support": _("Försäkringskassans handläggning, aktivitetsstöd"),
        "cost.assumed.fk_case_sickness": _("Försäkringskassans handläggning, sjukpenning"),
        "cost.assumed.fk_case_compensation": _("Försäkringskassans handläggning, aktivitets- och sjukersättning"),
        "cost.assumed.fk_case_establishment": _("Försäkringskassans handläggning, etableringsersättning"),
        "cost.assumed.insurance_fund_case": _("A-kassans handläggning"),
        "cost.assumed.other_agencies_month": _("Övriga statliga myndigheter"),
        "cost.assumed.folk_high_school_year": _("Folkhögskola, per studerande"),
        "cost.assumed.higher_education_year": _("Högskola, per studerande"),
        "cost.unit.full_time_wage": _("Månadslön på heltid, före skatt"),
        "cost.anchor.public": _("Offentlig kostnad för ett år i utanförskap, per person"),
    }
