"""What a run says about agencies: the rules that a scenario changes, and who is helped and who waits."""

from __future__ import annotations

from pydantic import Field

from exclusim.results.interval import Frozen, Interval

__all__ = ["AgencyRow", "RemovedFault", "RuleChange", "ScenarioReform", "ScenarioRules", "is_switch", "rule_label"]


class RuleChange(Frozen):
    """One rule that a scenario changes."""

    parameter: str
    label: str = Field(description="Swedish name")
    value: float
    today: float = Field(description="central value of today's rule")
    unit: str
    starts: int = Field(description="month of the run from which it holds")
    source: str = Field(description="of the changed value, as the case gives it")
    source_text: str = ""
    assumption: bool
    today_assumption: bool = Field(description="whether today's value has no published source")
    note: str = ""


class RemovedFault(Frozen):
    """One system fault whose rules a scenario takes away."""

    fault: str
    label: str
    rule: str = Field(description="the rule that produces it, in Swedish")
    starts: int


class ScenarioReform(Frozen):
    """What introducing the rules costs at first; central values, drawn in each replicate."""

    starts: int
    months: float
    performance: float = Field(description="what is left of the rate at which people leave exclusion")
    source: str
    source_text: str = ""
    note: str = ""


class AgencyRow(Frozen):
    """One agency in a mean month of the run, people of the real group."""

    agency: str
    label: str
    helped: Interval
    waiting: Interval


class ScenarioRules(Frozen):
    """Rules in force in one scenario beside today's, those of its baseline included."""

    changes: list[RuleChange] = Field(default_factory=list)
    without: list[RemovedFault] = Field(default_factory=list)
    reform: ScenarioReform | None = Field(default=None, description="None: introduced without any loss")
    agencies: list[AgencyRow]
    strength: Interval = Field(
        description="of the noes that visible failure wears down (case.reform_rate), at the end of the run; 1 as today"
    )


_OF_AGENCY = {
    "age_gate": "lägsta ålder",
    "months_gate": "månader utanför innan sammansatta behov tas upp",
    "capacity": "kapacitet, andel av behovet",
    "budget": "årets pengar, andel av nya sammansatta ärenden",
    "time_limit": "tidsgräns för insatser",
    "open": "deltar",
}
_OF_CASES = {
    "contact_left_school": "Kontakt efter skolan, sannolikhet per månad",
    "contact_unasked": "Kontakt med den som ingen frågat, per månad",
    "contact_again": "Ny kontakt efter ett nej, per månad",
    "unseen": "Behov som bedömningen missar",
    "wrong_door": "Fel dörr: hänvisas till någon utan uppdrag",
    "wrong_door_found": "Fel dörr upptäcks, per månad",
    "not_ours": "Svaret ”inte vårt”, för varje ytterligare behov",
    "no_diagnosis": "Svaret ”diagnos saknas”",
    "push_to_municipality": "Staten skickar vidare till kommunen",
    "push_to_state": "Kommunen skickar vidare till staten",
    "handover_months": "Överlämningens längd",
    "lost_in_handover": "Tappas i överlämningen",
    "followed": "Stöd följer med ut från vård och anstalt",
    "follow_months": "Tid som stöd efter vård och anstalt räknas",
    "always_joint": "Alltid gemensamt om sammansatta behov",
    "joint_budget": "Gemensam budget",
    "caseload": "Ärenden per handläggare, mot i dag",
    "link_at_start": "Sannolikhet att två myndigheter agerar tillsammans",
    "link_growth": "Samverkan växer, per år",
    "link_turnover": "Samverkan tappas när personal slutar, per år",
    "link_conflict": "Samverkan tappas vid konflikt, per år",
    "to_association": "Samordningsförbundet tillfrågas",
    "project_runs": "Projektens längd",
    "project_pause": "Uppehåll till nästa projekt",
    "project_starting": "Tid innan ett projekt kan sin metod",
    "starting_quality": "Del av behovet som möts medan metoden lärs",
    "passive_programme": "Arbetsmarknadsprogram utan innehåll",
    "passive_compensation": "Aktivitetsersättning utan aktivitet",
    "passive_establishment": "Etableringsprogram utan innehåll",
    "reform_rate": "Hur fort synliga fel ändrar svaren, per år",
}
_LIMITS = {
    "establishment": "Etableringsprogrammets längd",
    "sickness_benefit": "Sjukpenningens längd",
    "subsidised_job": "Subventionerade anställningars längd",
    "unemployment_insurance": "Arbetslöshetsersättningens längd",
}


def is_switch(parameter: str) -> bool:
    """Whether a rule is either on (1) or off (0).

    >>> is_switch("agency.arbetsgivare.open"), is_switch("case.not_ours")
    (True, False)
    """
    return parameter in ("case.always_joint", "case.joint_budget") or parameter.endswith(".open")


def rule_label(parameter: str, agencies: dict[str, str]) -> str:
    """Swedish name of a rule; one without a name (a rule somebody added) keeps the parameter's.

    Args:
        parameter: its name.
        agencies: name → label.

    >>> rule_label("agency.skola.time_limit", {"skola": "Skolan"})
    'Skolan: tidsgräns för insatser'
    """
    kind, _, rest = parameter.partition(".")
    if kind == "agency":
        agency, _, rule = rest.partition(".")
        return f"{agencies.get(agency, agency)}: {_OF_AGENCY.get(rule, rule)}"
    return {"case": _OF_CASES, "limit": _LIMITS}.get(kind, {}).get(rest, parameter)
