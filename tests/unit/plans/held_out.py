# ruff: noqa: E501
"""A plan of another fictional area, written after the rules were frozen and never used to change them.

Same marks as in `gold`. It is meant to read like somebody else's prose.
"""

HELD_OUT = [
    ("h1", "Working for a safer Wendmoor"),
    (
        "p",
        "This is the third plan that I have put before the people of Wendmoor. Much has been done since the first. Burglary is at its lowest for a decade and the control room answers nine calls in ten within target. And yet there are streets where a few families live in fear of a few others, and that is where my attention now turns.",
    ),
    ("h1", "Preventing harm"),
    (
        "p",
        "Prevention begins long before a crime. [[Over the life of this plan my office will put £600,000 into early help for families known to three or more services.]]{early_intervention vulnerability_hubs} [[I have asked the Director of Public Health to lead a review of what is spent on prevention, reporting in autumn 2026.]]{section17} There is good evidence for some of this work and none for the rest, and I would rather say so than pretend.",
    ),
    (
        "p",
        "[[Every secondary school in the county will be offered a trained officer and a set of lessons on coercion, debt and county lines.]]{early_intervention} Head teachers asked for this. [[By Easter we shall have agreed with them how exclusions are notified.]]{early_intervention}",
    ),
    (
        "p",
        "Young people who carry knives are mostly frightened. [[The Violence Reduction Unit is to extend its mentoring scheme from two hospitals to four.]]{early_intervention vulnerability_hubs} [[Youth workers will be placed in custody suites at weekends.]]{early_intervention}",
    ),
    ("h1", "Tackling organised criminals"),
    (
        "p",
        "The gangs that supply drugs to our towns are businesses, and like all businesses they can be made unprofitable. [[Wendmoor Police will continue to target the finances of organised crime groups, and at least a third of what is recovered will be spent in the neighbourhoods that suffered.]]{local_operations} [[A dedicated team of six detectives joins the regional unit in June.]]{local_operations} [[Together with landlords and the borough, officers will secure addresses taken over for dealing within 48 hours.]]{local_operations vulnerability_hubs}",
    ),
    (
        "p",
        "Modern slavery hides in plain sight. [[We aim to double the number of referrals to the National Referral Mechanism by 2028, knowing that this measures our attention and not the size of the problem.]]{modern_slavery} [[Inspectors from the council’s licensing and environmental health teams will receive training on labour exploitation.]]{modern_slavery section17 soc_risk_factors}",
    ),
    ("h2", "Priorities for the Chief Constable"),
    ("b", "[[maintain at least 140 officers in neighbourhood roles]]{local_operations}"),
    ("b", "[[answer 101 calls within two minutes on average]]{reducing_demand}"),
    (
        "b",
        "[[produce a joint local profile with each community safety partnership by the spring]]{soc_risk_factors section17}",
    ),
    ("b", "[[make far better use of information from Crimestoppers]]{local_operations}"),
    ("h1", "Standing by victims"),
    (
        "p",
        "Nobody chooses to become a victim. [[The new Wendmoor Victim Hub will bring police, charities and the courts under one roof, and it opens its doors in April.]]{vulnerability_hubs} [[I will be commissioning specialist support for men and boys for the first time.]]{vulnerability_hubs} Victims will still wait too long for trial; that is not in my gift, though [[I shall go on pressing ministers to change it.]]{vulnerability_hubs}",
    ),
    (
        "p",
        "Hate crime is rising, or its reporting is. We do not know which. [[My deputy has undertaken to visit every third-party reporting centre by Christmas and publish what she finds.]]{vulnerability_hubs}",
    ),
    ("h1", "Stronger places"),
    (
        "p",
        "Some neighbourhoods with every reason to have high crime do not have it. [[We want to understand why, and have set aside £30,000 for Lowmere University to study six of them.]]{super_zero_output place_based_evaluation} [[Residents’ groups in the Harbour ward will receive grants of up to £2,000 for activities that bring neighbours together.]]{covid_resilience}",
    ),
    (
        "p",
        "[[With the two councils we will redesign the underpass at Ferry Lane and see whether fewer people avoid it.]]{place_based_evaluation} [[A campaign on rural theft will run on local radio from October.]]{public_media}",
    ),
    ("h1", "How you can judge me"),
    (
        "p",
        "The Police and Crime Panel meets in public. [[Each July I will lay before it a report on every promise in this plan, kept or broken.]]{police_crime_plans} [[The Chief Constable and I will take questions online once a month.]]{police_crime_plans} My budget is £171 million, of which £2.4 million is for grants. Inflation will eat into that. If government grants fall, some of this will take longer.",
    ),
]

# Written after the second freeze of the rules, never used to change them: a committee's prose, sober and indirect.
HELD_OUT_2 = [
    ("h1", "Harrowmere Community Safety Partnership: delivery plan 2026 to 2028"),
    ("h1", "1. Context"),
    (
        "p",
        "Harrowmere has two districts and 94,000 residents. The strategic assessment for 2025 identified three themes: exploitation, the night-time economy, and rural acquisitive crime. Levels of recorded theft are slightly below those of similar areas. The partnership has no staff of its own beyond one coordinator, and members should bear this in mind.",
    ),
    (
        "p",
        "The previous plan contained 47 actions, of which 19 were completed. Members felt that there were too many. This plan contains fewer.",
    ),
    ("h1", "2. Theme one: exploitation"),
    (
        "p",
        "Agencies do not always recognise exploitation when they see it. [[The partnership will adopt one screening tool for criminal exploitation, to be used by all agencies from July 2026.]]{soc_risk_factors} [[Training in its use will be provided to 300 practitioners in the first year.]]{soc_risk_factors} [[Children’s services agree to chair a fortnightly panel on children at risk.]]{early_intervention vulnerability_hubs}",
    ),
    (
        "p",
        "[[The coordinator will compile a directory of services for victims of cuckooing and circulate it to housing providers.]]{vulnerability_hubs} It is hoped that this will reduce the number of evictions. [[Harrowmere Homes has committed to checking on every vulnerable tenant once a month.]]{vulnerability_hubs}",
    ),
    ("h2", "Actions"),
    (
        "b",
        "[[Commission a youth project to work with the 25 pupils most at risk of exclusion (£40,000 a year, public health grant).]]{early_intervention}",
    ),
    (
        "b",
        "[[Hold two awareness sessions for taxi drivers and hotel staff each quarter.]]{public_media soc_risk_factors}",
    ),
    (
        "b",
        "[[Pilot return-home interviews by a voluntary organisation rather than by police officers.]]{vulnerability_hubs}",
    ),
    ("b", "[[Scope the feasibility of a joint team with neighbouring Alderfen.]]{vulnerability_hubs}"),
    ("h1", "3. Theme two: the night-time economy"),
    (
        "p",
        "Violence clusters around four premises. [[Licensing officers and the police will jointly visit these premises at least monthly and will seek reviews of licences where conditions are broken.]]{section17 local_operations} [[A taxi marshal scheme is to be introduced at the bus station on Friday and Saturday nights.]]{place_based_evaluation}",
    ),
    (
        "p",
        "[[The two districts undertake to upgrade CCTV in the market place, subject to funding.]]{place_based_evaluation} Members asked whether this displaces crime. Nobody knew. [[An evaluation has therefore been commissioned from Lowmere University and will report in March 2028.]]{place_based_evaluation}",
    ),
    (
        "p",
        "[[Accident and emergency data will be shared with the partnership each month in line with the Serious Violence Duty.]]{vulnerability_hubs local_operations}",
    ),
    ("h1", "4. Theme three: rural crime"),
    (
        "p",
        "Farmers report theft of vehicles and fuel. [[The rural crime team will mark 400 machines and quad bikes free of charge.]]{local_operations} [[We will encourage parish councils to form watch groups, and will supply signs and a starter pack.]]{local_operations covid_resilience} Uptake will depend on volunteers.",
    ),
    ("h2", "Actions"),
    ("b", "[[Double the membership of the rural alert system to 3,000.]]{local_operations public_media}"),
    (
        "b",
        "[[Bring together the insurers, the farmers’ union and the police twice a year.]]{local_operations}",
    ),
    ("h1", "5. Money, measures and review"),
    (
        "p",
        "The partnership’s fund stands at £165,000. [[£60,000 is allocated to theme one, and a further £25,000 has been reserved for small grants to community groups.]]{covid_resilience} Success will be measured by the indicators in annex A; none of them is a target.",
    ),
    (
        "p",
        "[[The board will receive a progress report at each of its quarterly meetings, and actions that show no progress for two quarters will be dropped.]]{police_crime_plans} The plan was agreed on 3 March 2026.",
    ),
]

# Written after the third freeze of the rules, never used to change them: plain English, many lists.
HELD_OUT_3 = [
    ("h1", "Your Tarnside police and crime plan: what happens next"),
    (
        "p",
        "Hello. You elected me in May and this is what I am going to do with the job. It is short on purpose. If a promise is not in here, I have not made it.",
    ),
    ("h1", "What you said"),
    (
        "p",
        "More than 3,400 people answered. Speeding, shoplifting and drugs came top. Nearly a third had not reported the last crime that happened to them, mostly because they thought nothing would be done.",
    ),
    ("h1", "Safer streets"),
    (
        "p",
        "Shop workers should not be punched for doing their job. [[From this autumn every assault on a shop worker gets a visit from an officer within 24 hours.]]{local_operations} [[I will pay for 20 more community support officers, and you will see them in the town centres of Tarn, Overby and Skell.]]{local_operations place_based_evaluation}",
    ),
    (
        "b",
        "[[Bring back the mobile police station to villages over ten miles from a town.]]{local_operations}",
    ),
    ("b", "[[Give speed-watch volunteers better kit.]]{covid_resilience}"),
    (
        "b",
        "[[Get Overby’s broken lamps mended: the county council has promised all 212 by Easter.]]{place_based_evaluation}",
    ),
    (
        "p",
        "[[My team is going to walk the twenty worst streets with the people who live there, and I will publish what we are told.]]{place_based_evaluation}",
    ),
    ("h1", "Children first"),
    (
        "p",
        "No child wakes up one day and decides to run drugs for a gang. Someone grooms them. [[We’ll fund trusted adults, such as coaches and youth leaders, to mentor 150 children a year.]]{early_intervention} [[Tarnside’s head teachers and I have agreed to a common approach to knives found in schools.]]{early_intervention} [[Any child arrested for the first time will be offered a way out of court where the law allows.]]{early_intervention}",
    ),
    (
        "p",
        "I can’t promise that it will work everywhere. [[What I can promise is a proper trial, with half the schools starting a year later, run by Lowmere University.]]{early_intervention}",
    ),
    ("h1", "The people who profit"),
    (
        "p",
        "Dealers buy cars, bars and houses with other people’s misery. [[The force will double its team of financial investigators to sixteen.]]{local_operations} [[When criminals’ money is recovered, I will hand it to community groups in the same ward.]]{local_operations covid_resilience} [[Letting agents are going to be trained to notice cannabis farms and cuckooed flats.]]{soc_risk_factors vulnerability_hubs}",
    ),
    (
        "p",
        "Car washes, farms and care homes are where forced labour turns up in Tarnside. [[A joint inspection team from the police, the fire service and the councils will knock on 60 doors a year.]]{modern_slavery section17}",
    ),
    ("h1", "If it happens to you"),
    ("b", "[[You will be told what is happening with your case at least once a month.]]{vulnerability_hubs}"),
    ("b", "[[You will have one person to call.]]{vulnerability_hubs}"),
    (
        "b",
        "[[Women fleeing abuse will find a refuge place in the county, with pets if need be; £300,000 is set aside.]]{vulnerability_hubs}",
    ),
    (
        "p",
        "[[The 101 line will answer within three minutes by next summer, or I will ask the Chief Constable in public why not.]]{reducing_demand police_crime_plans}",
    ),
    ("h1", "Keeping my word"),
    (
        "p",
        "There is a page on my website for each promise. Green means done. [[Twice a year I will stand up in a hall near you and go through them.]]{police_crime_plans} The police precept pays for 44% of all this; the rest comes from Government. Next year’s settlement is not known.",
    ),
]
