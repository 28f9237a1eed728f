# ruff: noqa: E501
"""Two plans of other fictional areas, written and coded before the fourth edition of the rules was begun.

Same marks as in `gold`. Neither was used to change a rule: the figures on them are the honest ones. The first is a
commissioner's glossy plan of pillars and bullets; the second a partnership's strategy with numbers and a table.
"""

HELD_OUT_4 = [
    ("h1", "Ravensmere Police and Crime Plan 2025–2029: Safer Together"),
    ("h1", "A message from your Commissioner"),
    (
        "p",
        "It is an honour to serve as your Police and Crime Commissioner. During the campaign I spoke to thousands of residents, businesses and volunteers. You told me that you want to see officers where you live and that you want to be taken seriously when you report a crime. Ravensmere remains one of the safer counties in England, but that is little comfort if you have been burgled.",
    ),
    (
        "p",
        "This plan sets out five pillars. Since 2021 my office has awarded £3.2 million to local projects and recruited 212 officers. [[I am committed to protecting neighbourhood policing for the whole of my term.]]{local_operations}",
    ),
    ("page", ""),
    ("h1", "Pillar 1: Visible neighbourhood policing"),
    ("h2", "Why this matters"),
    (
        "p",
        "In our survey 58% of respondents said that they had not seen an officer on foot in the past year. Visible policing reassures people, and it produces the information on which serious investigations depend.",
    ),
    ("h2", "We will:"),
    ("b", "[[Put a named officer in every one of our 61 neighbourhoods.]]{local_operations}"),
    (
        "b",
        "[[Work with town and parish councils to agree three local priorities every quarter.]]{local_operations}",
    ),
    (
        "b",
        "[[Use problem-solving to tackle the hotspots for anti-social behaviour, and evaluate what we do.]]{local_operations place_based_evaluation}",
    ),
    (
        "b",
        "[[Strengthen the special constabulary and grow our police cadets to 400 young people.]]{local_operations early_intervention}",
    ),
    ("h2", "How we will measure success"),
    ("b", "Percentage of residents who say the police do a good job"),
    ("b", "Number of neighbourhood crimes recorded"),
    ("b", "Hours of hotspot patrol delivered"),
    ("h1", "Pillar 2: Dismantling organised crime"),
    (
        "p",
        "Organised crime groups operate in every county. At the time of writing 38 are mapped in Ravensmere, most of them dealing in Class A drugs. They exploit children, launder money through the high street and corrupt those who serve the public.",
    ),
    (
        "p",
        "[[The force will roll out the Clear, Hold, Build model in two further neighbourhoods by December 2026.]]{local_operations} [[The Commissioner will fund independent evaluation of each site.]]{place_based_evaluation} [[We are going to make it far harder for gangs to hide their profits, investing £450,000 a year in financial investigation.]]{local_operations}",
    ),
    ("h2", "What I will do"),
    (
        "b",
        "[[Lobby government for a change in the law so that cuckooing is treated as the exploitation it is.]]{vulnerability_hubs}",
    ),
    (
        "b",
        "[[Commission an annual Serious and Organised Crime local profile for each district.]]{soc_risk_factors}",
    ),
    (
        "b",
        "[[Ensure that money seized under the Proceeds of Crime Act is reinvested in communities.]]{local_operations covid_resilience}",
    ),
    (
        "b",
        "[[Convene a summit on fraud against older people, working with banks and Trading Standards.]]{public_media vulnerability_hubs}",
    ),
    ("h2", "What I expect of the Chief Constable"),
    (
        "b",
        "[[A relentless focus on county lines, with every line identified and disrupted.]]{local_operations}",
    ),
    (
        "b",
        "[[Better use of Modern Slavery Act powers and of the National Referral Mechanism.]]{modern_slavery}",
    ),
    ("page", ""),
    ("h1", "Pillar 3: Preventing crime and reoffending"),
    (
        "p",
        "Most people in custody in Ravensmere have been there before. Two in five have a problem with drugs or alcohol. Prevention is cheaper than cure, and it is kinder.",
    ),
    (
        "p",
        "[[Through the Violence Reduction Partnership, we will continue to fund focused deterrence in Ravensmere city.]]{local_operations early_intervention} [[My office will also support sports clubs and youth centres that offer young people somewhere safe to go.]]{early_intervention} [[Where a child is found carrying a knife, a youth worker will be in touch within 90 minutes.]]{early_intervention}",
    ),
    ("h2", "Our priorities"),
    (
        "b",
        "[[Diverting first-time offenders, particularly women and young adults, into treatment and support]]{early_intervention reducing_demand}",
    ),
    (
        "b",
        "[[Supporting schools to spot the signs of criminal exploitation]]{early_intervention soc_risk_factors}",
    ),
    (
        "b",
        "[[Working with Probation and housing providers to find homes for people leaving prison]]{reducing_demand}",
    ),
    ("h1", "Pillar 4: Supporting victims"),
    (
        "p",
        "Last year 24,310 people were offered support after a crime and 7,902 accepted. Victims told us that they had to repeat their story too often. [[To put this right we shall introduce a single point of contact for every victim of serious crime.]]{vulnerability_hubs}",
    ),
    (
        "p",
        "[[I will recommission our independent domestic and sexual violence adviser services in 2026, with three-year contracts.]]{vulnerability_hubs} [[We also intend to open a second sexual assault referral centre in the north of the county.]]{vulnerability_hubs} [[The Victims’ Board, which I chair, will examine compliance with the Victims’ Code every six months.]]{vulnerability_hubs police_crime_plans}",
    ),
    ("h1", "Pillar 5: A force that is fit for the future"),
    (
        "p",
        "Call handling has improved: 91% of emergency calls are answered in ten seconds. [[The Chief Constable has agreed to cut the average time for 101 to under three minutes.]]{reducing_demand} [[A new triage desk with mental health nurses will free 9,000 hours of officers’ time a year.]]{reducing_demand}",
    ),
    ("h1", "Money"),
    (
        "p",
        "The net budget for 2025/26 is £214.6 million. The precept for a Band D property is £289.17. Savings of £6 million must be found by 2027. [[I will publish every grant and contract over £500 on my website.]]{police_crime_plans}",
    ),
    ("h1", "Holding to account"),
    (
        "p",
        "The Police and Crime Panel scrutinises my work. [[I will hold a public accountability meeting with the Chief Constable every quarter and will report progress against this plan in my annual report.]]{police_crime_plans} If the national priorities change, this plan may be varied.",
    ),
]

HELD_OUT_5 = [
    ("h1", "Kelderby and Holt Community Safety Partnership"),
    ("h1", "Serious and organised crime strategy 2026–2029"),
    ("h1", "1. Purpose"),
    (
        "p",
        "1.1 This strategy describes how the responsible authorities work together on serious and organised crime. It replaces the strategy adopted in 2022 and was approved by the board on 11 February 2026.",
    ),
    (
        "p",
        "1.2 Section 17 of the Crime and Disorder Act 1998 requires each authority to do all that it reasonably can to prevent crime. [[Each partner will nominate a senior officer who is accountable for that duty.]]{section17}",
    ),
    ("h1", "2. What we know"),
    (
        "p",
        "2.1 The strategic assessment found that drug supply accounts for most of the threat. Twelve addresses were cuckooed in 2025, up from seven. Referrals to the National Referral Mechanism have risen in each of the last three years, although that may reflect better training.",
    ),
    (
        "p",
        "2.2 Little is known about fraud. Community intelligence is thin in Holt East, where few residents contact the police. [[We will address this by placing two community connectors in Holt East from April 2026.]]{covid_resilience local_operations}",
    ),
    ("h1", "3. Pursue"),
    ("p", "The objectives for this strand are as follows."),
    (
        "b",
        "[[To disrupt the four groups assessed as causing most harm, using the powers of all partners.]]{local_operations section17}",
    ),
    (
        "b",
        "[[To hold a monthly tasking meeting attended by housing, licensing, trading standards and HMRC.]]{local_operations section17}",
    ),
    (
        "b",
        "[[To use closure orders within seven days where an address is being used for dealing.]]{local_operations}",
    ),
    ("h1", "4. Prevent"),
    (
        "p",
        "4.1 Children who are excluded from school are at greater risk. [[Kelderby Borough Council, with the county’s education service, will establish a panel to review every permanent exclusion.]]{early_intervention} [[Funding of £85,000 has been secured for detached youth work in the evenings, starting in May.]]{early_intervention}",
    ),
    (
        "p",
        "4.2 [[Schools are to be offered a theatre production on county lines, and its effect on pupils’ attitudes will be tested.]]{early_intervention public_media} [[We propose to train 60 sports coaches as mentors.]]{early_intervention}",
    ),
    (
        "p",
        "4.3 [[The Youth Justice Service will work with families of those in police custody to reduce the chance of their return.]]{early_intervention reducing_demand} Evidence for such work is encouraging but rests on small studies.",
    ),
    ("h1", "5. Protect"),
    (
        "p",
        "5.1 [[The partnership is committed to helping residents to protect themselves from fraud.]]{public_media} [[Post Office and bank staff will be supported to use the Banking Protocol.]]{vulnerability_hubs public_media} [[Every tenant aged over 70 will receive a visit and call-blocking equipment where needed.]]{vulnerability_hubs}",
    ),
    (
        "p",
        "5.2 [[Adult Social Care will lead a multi-agency cuckooing panel, reporting to the Safeguarding Adults Board.]]{vulnerability_hubs} Residents whose homes were taken over seldom see themselves as victims.",
    ),
    ("h1", "6. Prepare"),
    (
        "p",
        "6.1 After an arrest phase a vacuum is left, and others may fill it. [[Partners agree that no operation will close without a plan for the neighbourhood that it leaves behind.]]{local_operations covid_resilience} [[Small grants of up to £1,500 will enable residents to bring unused spaces back to life.]]{covid_resilience place_based_evaluation}",
    ),
    ("h1", "7. Action plan"),
    ("t", "No. | Action | Lead | By when"),
    (
        "t",
        "7.1 | [[Produce a local profile of serious and organised crime]]{soc_risk_factors} | Kelderby Police | June 2026",
    ),
    (
        "t",
        "7.2 | [[Deliver training on modern slavery to all licensing officers and refuse crews]]{modern_slavery section17} | Holt District Council | September 2026",
    ),
    (
        "t",
        "7.3 | [[Design out crime at Station Parade: lighting, sight lines and gates]]{place_based_evaluation} | Kelderby Borough Council | March 2027",
    ),
    (
        "t",
        "7.4 | [[Compare wards with low crime despite high deprivation with their neighbours]]{super_zero_output place_based_evaluation} | University of Mardale | December 2027",
    ),
    (
        "t",
        "7.5 | [[Refresh the communications plan, so that residents hear what was done after each operation]]{public_media} | Communications group | Ongoing",
    ),
    ("h1", "8. Governance"),
    (
        "p",
        "8.1 The SOC Joint Partnership Board meets every six weeks and is chaired by the Superintendent. [[It will receive a dashboard of the measures below.]]{police_crime_plans} Measures include disruptions, referrals, and residents’ confidence.",
    ),
    (
        "p",
        "8.2 [[The strategy will be reviewed annually, and a summary published for residents.]]{police_crime_plans} The partnership has no power to compel its members, and resources are under pressure.",
    ),
]
