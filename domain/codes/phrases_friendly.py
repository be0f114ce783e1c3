"""Phrases of the news for what is done with or for another, or only said."""

from typing import Final

# As in phrases_hostile.py.
FRIENDLY: Final = """
release-prisoners = with
    exchang*/swap*/swapp* ... prisoners/prisoner/captives/detainees/soldiers/pows, ~ prisoner swap
    ~ prisoner exchange, ~ exchange of prisoners
release-prisoners > of from to
    releas*/free*/freed/hand*_over ... prisoner/prisoners/hostage
    releas*/free*/freed/hand*_over ... hostages/detainees/sailors/captives
    releas*/free*/freed/hand*_over ... soldiers/crew/journalist/pilot
    releas*/free*/freed/hand*_over ... pilots/citizens/pastor/fishermen
lift-restriction > on with for to of from
    lift*/eas*/remov*/loosen*/waiv*/relax* ... sanctions/ban/bans/embargo/restrictions/tariffs/curbs
    lift*/eas*/end/ended/ending ... blockade/embargo/ban
    reopen* ... border/borders/crossing/crossings/airspace/port/ports/embassy/frontier
    eas*/lift*/abolish*/drop*/scrap* ... restrictions/requirements/tariffs/tariff/duties
withdraw-troops > from
    withdr*/pull*/withdraw* ... troops/forces/soldiers/army/tanks/peacekeepers/units
    troops/forces/soldiers ... withdrew/withdrawn/left/leave/pulled, ~ withdrawal of troops/forces
instrument:ceasefire = with between
    agree*/sign*/reach*/declar*/accept*/announc* ... ceasefire/cease-fire/truce/armistice
    ceasefire/cease-fire/truce ... took/take/takes/came/come/went/go ... effect/force/hold
    ceasefire/cease-fire/truce ... holding/held/holds
    ~ ceasefire between, ~ truce between, ~ ceasefire with, ~ truce with
    extend*/renew*/prolong* ... ceasefire/cease-fire/truce
instrument:peace-treaty = with between
    sign*/conclud*/ratif*/seal* ... peace ... treaty/agreement/deal/accord, ~ peace treaty between
instrument:trade-agreement = with between
    sign*/conclud*/reach*/agree*/seal*/struck/clinch* ... trade ... agreement/deal/pact/accord
    ~ free trade agreement between/with, ~ trade deal between/with
instrument:visa-free = with for
    visa-free/visa free ... travel/entry/regime/access, abolish*/scrap*/lift*/waiv* ... visas
    abolish*/scrap*/waiv*/lift* ... visa ... requirement/requirements/regime
instrument:alliance = with between
    ~ military alliance, ~ mutual defence/defense ... pact/treaty/agreement
    sign* ... mutual defence/defense ... pact/treaty/agreement
instrument:base > in
    open*/establish*/station* ... base/bases/airbase/garrison
instrument:transit-restriction > for to of
    closes/closed/closing/close_its ... straits/strait/bosphorus/dardanelles
    close_the/shut*/restrict*/limit* ... straits/strait/bosphorus/dardanelles
    closes/closed/closing/close_its ... straits/strait/bosphorus/dardanelles ... warships
    close_the/shut*/restrict*/limit* ... straits/strait/bosphorus/dardanelles ... warships
    limit*/restrict*/curb* ... passage/transit
recognise > of as to said
    return*/reinstat*/restor* ... ambassador/ambassadors/envoy, exchang* ambassadors
    recogni* ... independence/as/state/statehood/government/sovereignty, ~ recognition of
    establish*/restor*/resum*/normalis*/normaliz* ... diplomatic/full/normal ... relations/ties
    normalis*/normaliz*/restor* ... relations/ties, reopen* ... embassy/embassies
exercise = with
    deploy*/sent/send* ... troops/warships/ships/jets ..... joint ... exercises/exercise/drills
    joint/military/naval ... exercise/exercises/drill/drills/manoeuvres/maneuvers/patrol/patrols
    hold*/held/began/begin*/start*/conduct* ... exercises/drills/manoeuvres/maneuvers
    ~ military drills, ~ war games
arms-sale > to
    sold/sell*/deliver*/suppl*/export* ... artillery/howitzers/guns/shells/radars/submarines
    sold/sell*/deliver*/suppl*/export*/ship* ... drone/drones/jets/missiles/weapons/tanks/arms
    sold/sell*/deliver*/suppl*/export* ... warplanes/frigates/helicopters/ammunition/rifles/systems
    approv*/clear*/authoris*/authoriz* ... sale/transfer/delivery of, ~ sale of ... drones/jets/arms
arms-sale < from
    bought/buy*/purchas*/order*/receiv*/acquir* ... drones/jets/missiles/weapons/tanks/systems/arms
    bought/buy*/purchas*/order*/receiv*/acquir* ... system/helicopters/frigates/submarines/fighter
    ~ purchase of ... defence/defense/missiles/systems/jets/drones
    ~ delivery of ... missiles/systems
    ~ purchase of, ~ acquisition of
aid > to
    sent/send*/deliver*/donat*/airlift*/dispatch*/ship*/fl* ... aid/tents/food/medicine/blankets
    sent/send*/deliver*/donat*/airlift*/dispatch* ... supplies/vaccines/teams
    sent/send*/deliver*/donat*/airlift*/dispatch* ... rescuers/rescue/doctors
    sent/send*/dispatch* ... workers/personnel/experts/engineers/troops_to_help
    sent/send*/donat*/dispatch*/deliver* ... generators/grain/wheat/firefighters/planes/hospital
    provid*/grant*/gave/give*/approv*/disburs*/releas* ... aid/loan/loans
    provid*/grant*/gave/give*/approv*/disburs*/releas* ... grant/assistance/credit/help
    lent/lends/lend/loaned ... million/billion
    doubl*/tripl*/increas*/rais* ... aid/assistance/funding, donat*
    provid* ... shelter/refuge/training/weapons/ammunition, grant*/gave ... asylum
    sent/send* ... weapons/ammunition/tanks/missiles/systems/arms, ~ humanitarian aid, ~ aid package
cooperate = with
    ~ joint venture, build*/built/launch*/inaugurat*/open* ... pipeline/plant/railway/bridge/line
    cooperate/cooperates/cooperated on/in, launch*/began/begin* ... joint project/production
    extradit*
cooperate > to
    export*/suppl*/pump*/ship*/sell*/sold ... gas/oil/grain/electricity/wheat
third-party > between
    mediat*, mediat* ... talks/negotiations/deal, broker* ... talks/deal/agreement/truce/ceasefire
    host* ... talks between, ~ mediation between
failed-talks = with between
    talks/negotiations ... collapsed/failed/broke/ended without/stalled
    fail* ... to agree/reach/resolve, ended ... talks ... without
summit = with
    ~ summit, meet*/met/gather* ... at a/the summit, attend*/join*/host* ... summit
call = with
    ~ phone/telephone/video ... call/calls/conversation
    spoke/speak*/talked ... by/on/over ... phone/telephone/video
    phoned/telephoned, held/hold* ... phone/telephone/video ... call/conversation/talks
    discuss* ..... by phone/telephone/video, spoke/spoken/talked ..... by phone/telephone/video
    ~ call with, spoke/spoken to/with
visit = to in with
    visit*, arriv*/land* in, travel*/flew/fly/flies to, ~ trip to, paid/pay* ... visit
    welcom*/receiv*/host* ... visit/palace/airport, trip to, flew/flown into, due in
    hold*/held ... talks in
talks = with between
    held/hold*/begin*/began/resum*/start*/open*/conduct* ... talks/meeting
    held/hold*/begin*/began/resum*/start*/open*/conduct* ... negotiations/consultations
    held/hold*/resum* ... round/dialogue/discussions, met/meet/meets/meeting
    ~ talks, ~ negotiations, ~ meeting, negotiat*, sat/sit down with, discuss*, conferred
planned:vote = on
    will/to ... vote ... on
agree = with said
    agreed with, renew*/extend* ... deal/agreement/accord/pact
    agreed/agree/agrees to/on/that, ~ close coordination, ~ close contact
    reach* ... agreement/deal/understanding
    remain*/stay* in ... coordination/contact/touch
    pledg*/promis*/commit*/vow* ... cooperation/ties/dialogue/partnership
    deepen*/strengthen*/boost*/expand* ... cooperation/ties/relations/dialogue/trade
    struck ... deal/agreement, ~ agreement between, ~ deal between
agree > of
    ratif*/approv* ... treaty/protocol/accession/membership/bid/agreement/convention
agree > of said
    back*/endors* ... treaty/protocol/accession/membership/bid/agreement/convention
    pledg*/promis*/offer*/commit* ... to, accept* ... proposal/offer/invitation/demand
    pledg*/promis*/offer* ... aid/help/support/assistance/million/billion/weapons
support = with
    sign* ... agreement/accord/deal/memorandum/treaty/pact/protocol/contract/declaration/agreements
support > for of to with said
    side/sides/sided with, rally/rallied behind
    prais*, hail*, applaud*, commend*, thank*, congratulat*, back/backs/backed/backing, endors*
    support/supports/supported/supporting, welcom*, voted in favour/favor of, voted for
    express*/confirm*/reaffirm*/reiterat*/voic*/declar*/pledg* ... support/solidarity
    confirmed their support, stand/stands/stood by/with, offer*/express*/sent/send* ... condolences
concede > to for said
    apologis*/apologiz*, express* regret, back* down, ~ apology to, dropp*/drop/drops/lift* ... veto
    dropp*/drop/drops ... objection/objections/demand/opposition/claims
ceasefire-call > on to ! said
    urg*/counsel* restraint/calm
    call*/appeal*/urg*/press* ... for/to/on ... ceasefire/cease-fire/truce/restraint
    urg*/ask*/call* ... to stop/halt/end ... fighting/fire/hostilities
request:meet > to said
    invit*, propos*/offer*/call*/urg*/ask* ... talks/meeting/summit/dialogue/negotiations
    offer* to mediate/host
request:assist > for from to ! said
    ask*/request*/appeal*/call*/sought/seek*/plead* ... for ... help/aid/assistance/support
    request*/sought/seek* ... help/aid/assistance/support
    ask*/request*/appeal*/urg*/sought/seek* ... weapons/tanks/jets/systems/loan/backing/troops/money
    urg*/ask*/call*/press* ... send/supply/provide/deliver/speed/help
request:yield > to on for from ! said
    warn*/caution* ... against
    urg*/ask*/call*/demand*/press*/appeal*/want* ... stop/withdraw/release
    urg*/ask*/call*/demand*/press*/appeal*/warn*/want* ... halt/end/lift/return
    urg*/ask*/call*/demand*/press*/want* ... withdrawal/apology/leave/pull
    urg*/ask*/call*/demand*/press*/want* ... hand/free/reopen/cease/refrain
    demand*
request > to on from ! said
    call*/ask*/push*/press* for, urg*, call* on/upon, ask* ... to, appeal* to, press* ... to
    want* ... to, told ... to
assessment:strained = with between
    ties/relations ..... strained/tense/frosty/soured/deteriorated/worsened/low/sour
    strained/tense/frosty/icy/sour/soured ... ties/relations/relationship, ~ tensions with/between
assessment:good-ties = with
    good/friendly/warm/excellent/cordial/strong ... ties/relations/relationship
link:close = with of
    close/closest/staunch/key ally/allies
    close/closer/deep ... ties/relations/partnership/cooperation, ~ strategic partnership
link:dependence > on
    relies/rely/relied/depend/depends/depended/dependent ... on
geography:maritime-border = with
    shar* ... maritime border, ~ maritime border
geography:land-border = with
    shar* ... border/frontier
assessment:positive-agenda = with
    have/has/share/shares ... positive agenda
"""
