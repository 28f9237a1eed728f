# ruff: noqa: E501
"""Plans of a fictional police area, Alderfen, with the commitments that a person marked in them.

Each plan is a list of ``(kind, text)``: h1, h2 headings, p paragraphs, b bullets, t rows of a table, page for a
new page. In a text, ``[[…]]`` marks a commitment and ``{…}`` after it names its approaches; both are taken out
before the plan is printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = re.compile(r"\[\[(.*?)\]\]\{(.*?)\}")


@dataclass(frozen=True)
class Gold:
    quote: str
    approaches: frozenset[str]


def clean(text: str) -> str:
    return MARK.sub(r"\1", text)


def gold(plan: list[tuple[str, str]]) -> list[Gold]:
    return [Gold(quote, frozenset(names.split())) for _, text in plan for quote, names in MARK.findall(text)]


# A vision, directions, the Strategic Policing Requirement, commissioning, finance: the long shape.
DIRECTIONS = [
    ("h1", "Alderfen Police and Crime Plan 2025 to 2029"),
    (
        "p",
        "Foreword. Alderfen is a county of market towns, villages and one small city. Most people who live here feel safe, and most of the county sees little crime. But harm is not shared out fairly. I was elected to change that, and this plan says how.",
    ),
    (
        "p",
        "In last year’s survey 61% of residents said that they trust their neighbours. Recorded crime fell by 4% in 2024, although nobody knows how much was never reported. Demand will rise as the county grows.",
    ),
    ("h1", "Vision and partnership"),
    (
        "p",
        "My vision is an Alderfen in which organised crime finds no foothold. No single body can do this alone. [[I will bring together the councils, health services and schools in an Alderfen Prevention Board by September 2025.]]{section17} The board has no powers of its own. [[I will publish its minutes every quarter.]]{police_crime_plans}",
    ),
    (
        "p",
        "The police and crime objectives of this plan are: fewer victims, safer neighbourhoods, and less harm from serious and organised crime.",
    ),
    ("page", ""),
    ("h1", "Direction one: reduce reoffending"),
    (
        "p",
        "A small number of people commit a large share of acquisitive crime. [[We will expand integrated offender management to cover all prolific offenders by March 2026.]]{reducing_demand} [[The probation service and Alderfen Police will share data on release dates within six months.]]{reducing_demand}",
    ),
    ("p", "What will success look like? We will know that this works if fewer people come back to court."),
    ("h2", "What we will do"),
    (
        "b",
        "[[Fund two key workers for people leaving prison, at a cost of £90,000 a year.]]{reducing_demand}",
    ),
    ("b", "[[Offer restorative justice to every victim of burglary who wants it.]]{vulnerability_hubs}"),
    ("b", "[[Reduce reoffending among young adults by 10% by 2028.]]{reducing_demand early_intervention}"),
    ("h1", "Direction two: support victims and witnesses"),
    (
        "p",
        "Victims told us that they had to tell their story again and again. [[I will commission a single victim service for the county, worth £1.2 million a year, from April 2026.]]{vulnerability_hubs} Last year the helpline took 4,000 calls.",
    ),
    (
        "p",
        "[[The service will employ independent advisers for victims of domestic abuse and sexual violence.]]{vulnerability_hubs} It has been praised by inspectors. [[A fund of £50,000 will be set up for victims who need new locks.]]{vulnerability_hubs place_based_evaluation}",
    ),
    ("page", ""),
    ("h1", "Direction three: make communities safer"),
    (
        "p",
        "Neighbourhood policing is the bedrock. [[I expect the Chief Constable to keep a named officer in every neighbourhood.]]{local_operations} [[Officers will patrol the twelve streets with the most crime on foot every week.]]{local_operations place_based_evaluation}",
    ),
    ("h2", "Our commitments"),
    (
        "b",
        "[[Improve street lighting in Fenby and Marsh End with the district councils.]]{place_based_evaluation}",
    ),
    ("b", "[[Evaluate the People Zone in Northgate before it is extended.]]{place_based_evaluation}"),
    (
        "b",
        "[[Run a media campaign on how to report anonymously through Crimestoppers.]]{public_media local_operations}",
    ),
    ("b", "[[Work with Neighbourhood Watch to recruit 200 volunteers.]]{local_operations covid_resilience}"),
    ("b", "The county has 34 Neighbourhood Watch schemes."),
    ("h1", "Direction four: protect the vulnerable"),
    (
        "p",
        "County lines have reached our towns. Children are drawn in by people who pretend to be friends. [[We will teach every Year 8 pupil to spot the signs of exploitation through PSHE lessons.]]{early_intervention soc_risk_factors} If this does not work, we will stop it and say so.",
    ),
    (
        "p",
        "[[The partnership will open a multi-agency safeguarding hub in Alderfen city by January 2027.]]{vulnerability_hubs} [[Together with housing associations, we will visit every home at risk of cuckooing.]]{vulnerability_hubs local_operations} [[Trading standards and the force will inspect hand car washes for signs of modern slavery twice a year.]]{modern_slavery section17 soc_risk_factors}",
    ),
    ("page", ""),
    ("h1", "The Strategic Policing Requirement"),
    (
        "p",
        "The Strategic Policing Requirement sets out the national threats for which forces must prepare, among them terrorism, serious and organised crime and civil emergencies. I have regard to it. [[The force will give the regional organised crime unit ten officers and will review that number each year.]]{local_operations}",
    ),
    ("h2", "Serious and organised crime"),
    (
        "p",
        "[[Alderfen Police will write a local profile of serious and organised crime for every district and share it with partners.]]{soc_risk_factors}",
    ),
    (
        "p",
        "[[We are committed to disrupting organised crime groups and to seizing the proceeds of crime.]]{local_operations}",
    ),
    ("h1", "Commissioning"),
    (
        "p",
        "I make crime and disorder reduction grants to bodies that can show what they achieve. Grant conditions require a yearly report. [[Grants of up to £10,000 will be offered to community groups that build resilience.]]{covid_resilience}",
    ),
    ("h1", "Money"),
    (
        "p",
        "The budget for 2025/26 is £142 million. About 41% comes from the precept. Reserves stand at £11 million. [[I will consult the public on the precept every winter.]]{police_crime_plans}",
    ),
    ("h1", "How performance is measured"),
    (
        "p",
        "Performance will be measured by twelve indicators, printed with their limits. The Chief Constable reports to me each month and in public each quarter. [[I will hold the Chief Constable to account in public meetings four times a year.]]{police_crime_plans}",
    ),
]

# A plan on a page and four pillars with tables: the short shape, a Word document.
PILLARS = [
    ("h1", "Safer Alderfen: plan on a page 2026–27"),
    (
        "p",
        "This plan belongs to the Alderfen Safer Communities Partnership. It replaces the plan of 2023. The partnership will be judged by what changes for residents.",
    ),
    ("h1", "Background"),
    (
        "p",
        "The county has 212,000 residents. You told us that drug dealing worries you most. We will always be grateful for the 1,900 replies.",
    ),
    ("h1", "Pillar 1: early intervention and prevention"),
    ("p", "We will:"),
    ("b", "[[fund mentors for 60 young people excluded from school]]{early_intervention}"),
    (
        "b",
        "[[train all frontline staff in the warning signs of criminal exploitation by December 2026]]{soc_risk_factors}",
    ),
    ("b", "[[invest £250,000 in after-school sport in the three most deprived areas]]{early_intervention}"),
    ("b", "[[develop a prevention plan under section 17 for each council service]]{section17}"),
    ("h1", "Pillar 2: enforcement"),
    (
        "p",
        "Enforcement buys time for the rest. [[The Chief Constable will direct patrols to hot spots of serious violence every Friday and Saturday night.]]{local_operations place_based_evaluation} [[The licensing team shall review every licence where drug dealing is found.]]{section17 local_operations}",
    ),
    (
        "p",
        "[[Police and councils will use closure orders against houses taken over by dealers.]]{local_operations}",
    ),
    ("h1", "Pillar 3: victims and reoffending"),
    ("t", "Action | Lead | By when"),
    (
        "t",
        "[[Appoint a victim navigator for modern slavery]]{modern_slavery vulnerability_hubs} | Commissioner | June 2026",
    ),
    (
        "t",
        "[[Divert first-time young offenders from court]]{early_intervention} | Youth justice service | March 2027",
    ),
    ("t", "[[Publish reoffending figures by district]]{reducing_demand} | Alderfen Police | Every quarter"),
    ("h1", "Pillar 4: transformation"),
    (
        "p",
        "Our systems are old, and this will not be quick. [[We intend to cut repeat calls to 101 by a fifth by 2027.]]{reducing_demand} [[The partnership plans to learn from neighbourhoods with less crime than their circumstances would suggest.]]{super_zero_output}",
    ),
    (
        "p",
        "[[A shared data platform will be piloted with the violence reduction unit from May 2026.]]{vulnerability_hubs}",
    ),
    (
        "p",
        "The law says that the plan must be reviewed each year. Partners may wish to bid for further funds, but no decision has been made.",
    ),
    ("h1", "What we have done"),
    ("b", "Funded four youth workers in 2025."),
    ("b", "Opened a drop-in centre in Fenby."),
]

# A section 17 plan of a district council: plain text.
SECTION17 = [
    ("h1", "Fenby District Council: crime prevention plan under section 17"),
    (
        "p",
        "Section 17 of the Crime and Disorder Act 1998 asks the council to have due regard, in all that it does, to preventing crime and disorder. This plan says what each service will add to that in 2026.",
    ),
    ("h2", "Housing"),
    (
        "p",
        "[[Housing officers will report signs of cuckooing to the police within two days.]]{vulnerability_hubs local_operations soc_risk_factors} [[The council will introduce selective licensing of landlords in Marsh End by October 2026.]]{section17}",
    ),
    ("h2", "Parks and open spaces"),
    (
        "p",
        "Dark corners make people afraid. [[We will cut back hedges and fit new lighting along the canal path before winter.]]{place_based_evaluation} [[The parks team will gate six alleys behind Station Road.]]{place_based_evaluation}",
    ),
    ("h2", "Licensing and trading standards"),
    (
        "p",
        "[[Trading standards will test 40 shops a year for sales of knives to children.]]{section17 early_intervention} Most shops pass. [[We will share intelligence about front businesses with Alderfen Police each month.]]{local_operations soc_risk_factors}",
    ),
    ("h2", "Communities"),
    (
        "p",
        "During the pandemic 31 mutual aid groups were formed. Nine are still active. [[We will offer each of them £500 and a place to meet.]]{covid_resilience} [[My office will print leaflets on loan sharks in five languages.]]{public_media}",
    ),
    ("h2", "Children and young people"),
    ("b", "Three schools took part last year."),
    (
        "p",
        "[[The council commits to keeping all four youth clubs open until 2028.]]{early_intervention} [[Schools and the youth justice service will meet every term to talk about pupils at risk of exclusion.]]{early_intervention}",
    ),
    ("h2", "Actions for 2026"),
    ("b", "[[Set up a map of incidents by ward and update it each month.]]{place_based_evaluation}"),
    ("b", "[[Ask Lowmere University to evaluate the lighting scheme.]]{place_based_evaluation}"),
    ("b", "[[Seek £80,000 from the Safer Streets fund.]]{place_based_evaluation}"),
    ("p", "The cabinet member for communities answers for this plan. It will be reviewed in January 2027."),
]
