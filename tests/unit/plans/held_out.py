"""A plan of another fictional area, written after the rules were frozen and never used to change them.

Same marks as in `gold`. It is meant to read like somebody else's prose.
"""

HELD_OUT = [
    ("h1", "Working for a safer Wendmoor"),
    ("p", "This is the third plan that I have put before the people of Wendmoor. Much has been done since the first. Burglary is at its lowest for a decade and the control room answers nine calls in ten within target. And yet there are streets where a few families live in fear of a few others, and that is where my attention now turns."),
    ("h1", "Preventing harm"),
    ("p", "Prevention begins long before a crime. [[Over the life of this plan my office will put £600,000 into early help for families known to three or more services.]]{early_intervention vulnerability_hubs} [[I have asked the Director of Public Health to lead a review of what is spent on prevention, reporting in autumn 2026.]]{section17} There is good evidence for some of this work and none for the rest, and I would rather say so than pretend."),
    ("p", "[[Every secondary school in the county will be offered a trained officer and a set of lessons on coercion, debt and county lines.]]{early_intervention} Head teachers asked for this. [[By Easter we shall have agreed with them how exclusions are notified.]]{early_intervention}"),
    ("p", "Young people who carry knives are mostly frightened. [[The Violence Reduction Unit is to extend its mentoring scheme from two hospitals to four.]]{early_intervention vulnerability_hubs} [[Youth workers will be placed in custody suites at weekends.]]{early_intervention}"),
    ("h1", "Tackling organised criminals"),
    ("p", "The gangs that supply drugs to our towns are businesses, and like all businesses they can be made unprofitable. [[Wendmoor Police will continue to target the finances of organised crime groups, and at least a third of what is recovered will be spent in the neighbourhoods that suffered.]]{local_operations} [[A dedicated team of six detectives joins the regional unit in June.]]{local_operations} [[Together with landlords and the borough, officers will secure addresses taken over for dealing within 48 hours.]]{local_operations vulnerability_hubs}"),
    ("p", "Modern slavery hides in plain sight. [[We aim to double the number of referrals to the National Referral Mechanism by 2028, knowing that this measures our attention and not the size of the problem.]]{modern_slavery} [[Inspectors from the council’s licensing and environmental health teams will receive training on labour exploitation.]]{modern_slavery section17 soc_risk_factors}"),
    ("h2", "Priorities for the Chief Constable"),
    ("b", "[[maintain at least 140 officers in neighbourhood roles]]{local_operations}"),
    ("b", "[[answer 101 calls within two minutes on average]]{reducing_demand}"),
    ("b", "[[produce a joint local profile with each community safety partnership by the spring]]{soc_risk_factors section17}"),
    ("b", "[[make far better use of information from Crimestoppers]]{local_operations}"),
    ("h1", "Standing by victims"),
    ("p", "Nobody chooses to become a victim. [[The new Wendmoor Victim Hub will bring police, charities and the courts under one roof, and it opens its doors in April.]]{vulnerability_hubs} [[I will be commissioning specialist support for men and boys for the first time.]]{vulnerability_hubs} Victims will still wait too long for trial; that is not in my gift, though [[I shall go on pressing ministers to change it.]]{vulnerability_hubs}"),
    ("p", "Hate crime is rising, or its reporting is. We do not know which. [[My deputy has undertaken to visit every third-party reporting centre by Christmas and publish what she finds.]]{vulnerability_hubs}"),
    ("h1", "Stronger places"),
    ("p", "Some neighbourhoods with every reason to have high crime do not have it. [[We want to understand why, and have set aside £30,000 for Lowmere University to study six of them.]]{super_zero_output place_based_evaluation} [[Residents’ groups in the Harbour ward will receive grants of up to £2,000 for activities that bring neighbours together.]]{covid_resilience}"),
    ("p", "[[With the two councils we will redesign the underpass at Ferry Lane and see whether fewer people avoid it.]]{place_based_evaluation} [[A campaign on rural theft will run on local radio from October.]]{public_media}"),
    ("h1", "How you can judge me"),
    ("p", "The Police and Crime Panel meets in public. [[Each July I will lay before it a report on every promise in this plan, kept or broken.]]{police_crime_plans} [[The Chief Constable and I will take questions online once a month.]]{police_crime_plans} My budget is £171 million, of which £2.4 million is for grants. Inflation will eat into that. If government grants fall, some of this will take longer."),
]
