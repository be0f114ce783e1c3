"""Instruments, stances and links: what each means, an example, and words of the news."""

from typing import Final

# As in words_said.py.
LASTING: Final = """
instrument:alliance
    they are bound to defend each other
    e.g. A pact says that an attack on one is an attack on both
    ally, allied, defence pact, defence treaty, mutual defence, military alliance, coalition
instrument:base
    one has troops or a base in the other's country, with its consent
    e.g. Two squadrons are stationed at the host's airfield under a lease
    military base, airbase, naval base, garrison, station troops, troops stationed, host troops
instrument:treaty
    an accord between them is in force, of a sort that is not listed here
    e.g. A convention on the waters of the river takes effect
    accord, pact, agreement, convention, memorandum, memorandum of understanding, protocol, deal
instrument:sanctions
    listed persons, firms or goods of the other are barred
    e.g. Twelve officials may not enter, and their accounts are frozen
    sanctions list, targeted sanctions, restrictive measures, asset freeze, freeze assets,
    travel ban, blacklist
instrument:comprehensive-sanctions
    nearly all dealings with the other are barred
    e.g. Banks, ships and oil of the other are all barred at once
    full sanctions, sweeping sanctions, blanket sanctions, total sanctions, maximum pressure
instrument:embargo
    all or most trade with the other is barred
    e.g. The ports take no cargo from the other any more
    trade embargo, trade ban, ban on trade, trade blockade
instrument:transit-restriction
    passage is limited for everybody, the other among them
    e.g. Warships may not pass the strait while the war lasts
    limit transit, limit passage, restrict passage, transit curbs, transit closure, close the strait
instrument:transit-ban
    passage is barred for ships, trucks or aircraft of the other
    e.g. Trucks of the neighbour may not cross to the port
    ban on transit, bar passage, block transit, ban ships, transit closure
instrument:territorial-control
    one holds land that the other says is its own
    e.g. The army holds a strip beyond the old border
    occupation, occupy, annexation, annex, hold territory, occupied territory
instrument:armed-conflict
    they are at war
    e.g. Armies of both fight along a front
    war, warfare, at war, wage war, go to war, fighting, hostilities, invasion, conflict, combat
instrument:relations-severed
    one has broken off diplomatic relations
    e.g. The embassies of both stand empty
    sever relations, sever ties, break off relations, break off diplomatic relations, cut ties,
    break ties, rupture
instrument:relations-downgraded
    relations are kept below the rank of ambassadors
    e.g. A chargé d'affaires runs the embassy
    downgrade, downgrade relations, downgrade ties, lower relations, chargé d'affaires
instrument:ambassador-recalled
    the ambassador is called home
    e.g. The ambassador flies home for consultations, and does not come back
    recall, recall the ambassador, recall the envoy, call home, call the ambassador home,
    withdraw the ambassador
instrument:arms-embargo
    weapons may not be sold or sent to the other
    e.g. Export licences for rifles are withdrawn
    weapons embargo, arms ban, ban on arms exports, halt arms exports, halt arms sales
instrument:border-closed
    the border between them is shut
    e.g. The crossings stay shut to people and trucks
    close, close the border, border closure, shut, shut the border, seal the border, closed border
instrument:airspace-closed
    the airspace is shut to aircraft of the other
    e.g. Airliners fly around the neighbour
    close, close the airspace, shut the airspace, flight ban, ban flights, no-fly zone,
    overflight ban
instrument:recognition-withheld
    one does not recognise the other, or its government
    e.g. The new government is asked for papers that its neighbour calls void
    refuse recognition, deny recognition, withdraw recognition, not recognise, derecognise,
    unrecognised, non-recognition
instrument:territorial-claim
    one claims land or sea that the other holds
    e.g. Maps of one show the islet as its own
    claim territory, lay claim to, territorial dispute, border dispute, maritime dispute,
    disputed islands, sovereignty dispute
instrument:peace-treaty
    a treaty that ended a war between them is in force
    e.g. The treaty of the year after the war still holds
    peace, peace deal, peace accord, peace agreement, make peace
instrument:ceasefire
    fighting rests under a deal, for as long as that holds
    e.g. The front has been quiet since the deal of March
    truce, armistice, truce in force
instrument:trade-agreement
    a deal that eases trade between them is in force
    e.g. Tariffs on cars fall to zero over five years
    trade deal, trade pact, trade accord, free trade, customs union, economic partnership
instrument:trade-restriction
    some goods of the other are barred, or taxed more
    e.g. A duty of a quarter is put on the other's steel
    tariff, duties, import duty, quota, import ban, export ban, export controls, trade barrier,
    trade curbs
instrument:visa-free
    their people travel without a visa
    e.g. A passport is enough for ninety days
    visa waiver, visa exemption, abolish visas, visa-free travel, freedom of movement
stance:supports
    is for the other, or for its side of an issue
    e.g. The cabinet says that the islet is the neighbour's
    in favour of, firmly behind, advocate
stance:favourable
    leans to the other's side of an issue
    e.g. The minister sees merit in the neighbour's plan
    favorable, sympathetic, well-disposed, lean towards, positive about
stance:neutral
    takes no side on an issue
    e.g. The government does not say whose the islet is
    impartial, non-aligned, abstain, abstention, even-handed
stance:critical
    has doubts about the other's side of an issue
    e.g. The minister finds the pipeline plan badly timed
    sceptical, reservations, negative about, wary, unhappy about
stance:opposes
    is against the other, or against its side of an issue
    e.g. The cabinet says that the pipeline must not be built
    oppose, opposition, against, hostile to, enmity, disagree
link:close
    they have strong ties in a field: in trade, energy or defence
    e.g. A third of all exports goes to the neighbour
    strong ties, close ties, deep ties, strategic partnership, close partners, friendship
link:ordinary
    they have ties of the usual strength in a field
    e.g. Trade goes on as between any two neighbours
    normal ties, usual ties, regular ties, working relations
link:dependence
    one depends on the other in a field
    e.g. Two thirds of the gas comes from one pipe
    depend on, dependent, rely on, reliance, dependency
assessment:SLUG
    how a source describes the ties, in a word of your own; never counted
    e.g. A newspaper calls the ties lukewarm
    described as, judgement, mood, warm, improve, thaw, rapprochement, détente, tension, tense,
    strained, sour, worsen, deteriorate
geography:SLUG
    what the map shows of the two, in a word of your own; never counted
    e.g. They share a border of 300 kilometres along a river
    location, map, neighbours, distance, coastline
"""
