"""Phrases of the news for what is done with or for another, or only said."""

from typing import Final

# As in phrases_hostile.py.
FRIENDLY: Final = """
release-prisoners = with
    exchang*/swap*/swapp* ... prisoners/prisoner/captives/detainees/soldiers/pows
    ~ prisoner swap, ~ prisoner exchange, ~ exchange of prisoners
release-prisoners > of from to
    releas*/free*/freed/hand*_over ... prisoner/prisoners/hostage
    releas*/free*/freed/hand*_over ... hostages/detainees/sailors/captives
    releas*/free*/freed/hand*_over ... soldiers/crew/journalist/pilot
    releas*/free*/freed/hand*_over ... pilots/citizens/pastor/fishermen, pardon*, grant* amnesty
    extradit*, repatriat* ... prisoners/prisoner/citizens/soldiers/bodies
    releas*/free/frees/freed/freeing/hand*_over ... ship/tanker/vessel
    releas*/free/frees/freed/freeing/hand*_over ... student/students/academic/tourist
lift-restriction > on with for to of from
    lift*/eas*/remov*/loosen* ... sanctions/ban/bans/embargo/restrictions/tariffs/curbs
    waive/waived/waives/waiving/relax* ... sanctions/ban/bans/embargo/restrictions/tariffs/curbs
    lift*/eas*/end/ended/ending ... blockade/embargo/ban
    reopen* ... border/borders/crossing/crossings/airspace/port/ports/frontier/route/bridge
    eas*/lift*/abolish*/drop*/scrap* ... restrictions/requirements/tariffs/tariff/duties
    suspend*/paus*/eas*/lift*/end/ends/ended/ending/drop*/remov*/scrap*/roll*_back ... sanctions
    eas*/lift*/end/ends/ended/ending ... tariffs/tariff
    drop*/remov*/scrap*/withdr*/cut/cuts/lower* ... tariffs/tariff
    eas*/lift*/end/ends/ended ... ban/bans/embargo/blockade/curbs
    ending/drop*/remov*/scrap*/overturn* ... ban/bans/embargo/blockade/curbs
    unfreez*/unfroz*/unblock* ... assets/funds
    resum*/restor*/restart* ... flights/trade/imports/exports/purchases/ferry/shipments/deliveries
    resum*/restor*/restart* ... train/trains/service/services/visas/cooperation/supplies
    ~ sanctions/embargo ... were/was/been/be ... lifted/eased/dropped/suspended
    ~ ban/tariffs/blockade ... were/was/been/be ... lifted/eased/dropped/suspended
    grant*/gave/extend*/renew*/issu* ... waiver/waivers/exemption/exemptions
    allow*/permit* ... imports/exports/trucks/ships/flights/tourists/trade
    dropp*/drop/drops ... charges/complaint/case
withdraw-troops > from
    withdr*/pull*/withdraw* ... troops/forces/soldiers/army/tanks/peacekeepers/units
    troops/forces/soldiers ... withdrew/withdrawn/left/leave/pulled
    ~ withdrawal of troops/forces, pull*_out/pull*_back ... of/from/soldiers/troops/forces
    complet* ... withdrawal, bring/brings/brought ... troops/soldiers/forces ... home
    pull*_out ... last
instrument:ceasefire = with between
    agree*/sign*/reach*/declar*/accept*/announc* ... ceasefire/cease-fire/truce/armistice
    ceasefire/cease-fire/truce ... took/take/takes/came/come/went/go ... effect/force/hold
    ceasefire/cease-fire/truce ... holding/held/holds, ~ ceasefire between, ~ truce between
    ~ ceasefire with, ~ truce with, extend*/renew*/prolong* ... ceasefire/cease-fire/truce
    order*/observ* ... ceasefire/truce, ~ ceasefire/truce ... between, halt* fighting
instrument:peace-treaty = with between
    sign*/conclud*/ratif*/seal* ... peace ... treaty/agreement/deal/accord
    ~ peace treaty between
instrument:trade-agreement = with between
    sign*/conclud*/reach*/agree*/seal*/struck/clinch* ... trade ... agreement/deal/pact/accord
    ~ free trade agreement between/with, ~ trade deal between/with
instrument:visa-free = with for
    visa-free/visa free ... travel/entry/regime/access, abolish*/scrap*/lift*/waiv* ... visas
    abolish*/scrap*/waiv*/lift* ... visa ... requirement/requirements/regime
instrument:alliance = with between
    ~ military alliance, ~ mutual defence/defense ... pact/treaty/agreement
    sign* ... mutual defence/defense ... pact/treaty/agreement, sign*/conclud* ... alliance
    sign* ... defence/defense/security ... pact/treaty
instrument:base > in at
    open*/establish*/station* ... base/bases/airbase/garrison
    has/have/had/keeps/keep/maintains/maintain/operates/runs ... base/bases/airbase
instrument:transit-restriction > for to of
    closes/closed/closing/close_its ... straits/strait/bosphorus/dardanelles
    close_the/shut*/restrict*/limit* ... straits/strait/bosphorus/dardanelles
    closes/closed/closing/close_its ... straits/strait/bosphorus/dardanelles ... warships
    close_the/shut*/restrict*/limit* ... straits/strait/bosphorus/dardanelles ... warships
    limit*/restrict*/curb* ... passage/transit
recognise > of as to with said
    return*/reinstat*/restor* ... ambassador/ambassadors/envoy, exchang* ambassadors
    recogni* ... independence/as/state/statehood/government/sovereignty, ~ recognition of
    establish*/restor*/resum*/normalis*/normaliz* ... diplomatic/full/normal ... relations/ties
    normalis*/normaliz*/restor* ... relations/ties, reopen* ... embassy/embassies
    appoint*/nam*/accredit*/post* ... ambassador/ambassadors/envoy ... to
    sent/send* ... ambassador/ambassadors, open*/reopen* ... embassy/consulate/mission/liaison
    restor*/resum*/re-establish* ... ties/relations, upgrad*/rais* ... relations/ties ... level
    nam*/appoint* ... as ... ambassador
    recognise/recognises/recognising/recognize/recognizes/recognizing
    formally/officially recognised/recognized
exercise = with
    deploy*/sent/send* ... troops/warships/ships/jets ..... joint ... exercises/exercise/drills
    joint/military/naval ... exercise/exercises/drill/drills/manoeuvres/maneuvers/patrol/patrols
    hold*/held/began/begin*/start*/conduct* ... exercises/drills/manoeuvres/maneuvers
    ~ military drills, ~ war games
    joint ... exercise/exercises/drill/drills/patrol/patrols/manoeuvres/maneuvers/war_games
    took part/take part/takes part/participat*/join* ... exercise/exercises/drill
    took part/take part/takes part/participat*/join* ... drills/patrol/patrols
    train/trains/trained/patrol/patrols/patrolled together/jointly
    hold*/held/began/begin*/start*/conduct* ... exercise/drill/manoeuvre
arms-sale > to
    sold/sell*/deliver*/suppl*/export*/ship* ... launchers/artillery/howitzers
    sold/sell*/deliver*/suppl*/export*/ship* ... guns/shells/radars/submarines
    sold/sell*/deliver*/suppl*/export*/ship* ... drone/drones/jets/missiles/weapons/tanks/arms
    sold/sell*/deliver*/suppl*/export* ... warplanes/frigates/helicopters
    sold/sell*/deliver*/suppl*/export* ... ammunition/rifles/systems
    approv*/clear*/authoris*/authoriz* ... sale/transfer/delivery of
    ~ sale of ... drones/jets/arms
    sold/sell*/deliver*/suppl*/hand*_over ... patrol/vehicles/vessels
    sold/sell*/deliver*/suppl*/hand*_over ... boats/helicopter/aircraft/radar
arms-sale < from
    bought/buy*/purchas*/order*/receiv*/acquir* ... drones/jets/missiles
    bought/buy*/purchas*/order*/receiv*/acquir* ... weapons/tanks/systems/arms
    bought/buy*/purchas*/order*/receiv*/acquir* ... system/helicopters/frigates/submarines/fighter
    ~ purchase of ... defence/defense/missiles/systems/jets/drones
    ~ delivery of ... missiles/systems, ~ purchase of, ~ acquisition of
    bought/buy*/purchas*/order*/acquir* ... boat/boats/ships/aircraft
    bought/buy*/purchas*/order*/acquir* ... planes/vessels/artillery/radar
    bought/buy*/purchas*/order*/acquir* ... howitzers/rifles/ammunition/rockets/radars
aid > to
    sent/send*/deploy*/dispatch* ... troops/soldiers/jets/warships/frigates/destroyer/battalion
    sent/send*/deploy*/dispatch* ... brigade/batteries/forces
aid > to for
    resum*/restor*/reinstat*/unblock*/unfroz* ... aid/assistance/funding
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
    sent/send* ... weapons/ammunition/tanks/missiles/systems/arms, ~ humanitarian aid
    ~ aid package, flown/flew/fly* ... planeloads/aid/tons/tonnes/food/supplies/medicine
    flies/ferr*/truck*/airlift* ... planeloads/aid/tons/tonnes/food/supplies/medicine
    sent/send*/dispatch*/deliver* ... plane/planes/planeload/relief/help/medical/tonnes/tons/doses
    sent/send*/dispatch* ... rescuers/rescue/teams/team/nurses/medics/volunteers/masks/oxygen
    announc*/approv*/alloc*/releas*/earmark* ... package/grant/loan ... for/to
    announc*/approv*/alloc*/releas*/earmark* ... aid/relief/assistance ... for/to
    announc*/alloc*/releas*/earmark* ... million/billion ... for/to
    hand*_over ... equipment/ambulances, finance/finances/financed/financing/fund/funds/funded
    help/helps/helped/helping ... with ... aid/money/loan/food
    shelter*/host*/took_in/take*_in ... refugees/evacuees, treat* ... wounded
    extend* ... credit/loan
    gave/give*/giv*/suppl*/provid*/present* ... tonnes/tons/medicine/food
    gave/give*/giv*/suppl*/provid*/present* ... vaccines/doses/fuel/rice/wheat
    forgave/forgiv*/wrote_off/write*_off/cancel* ... debt/debts, bail* out
cooperate = with
    ~ joint venture, build*/built/launch*/inaugurat*/open* ... pipeline/plant/railway/bridge/line
    cooperate/cooperates/cooperated on/in, launch*/began/begin* ... joint project/production
    extradit*, fight/fought/fighting alongside
    share/shares/shared/sharing/exchang* ... intelligence/data/information
    work/works/worked/working together, join*/joined forces, team* up
    ~ joint operation/operations
    open*/launch*/inaugurat* ... pipeline/route/link/corridor/railway/power
    joint ... patrols/project/projects, agreed ... share
cooperate > to
    export*/suppl*/pump*/ship*/sell*/sold ... gas/oil/grain/electricity/wheat
    train/trains/trained/training ... soldiers/troops/pilots/officers/police/forces/sailors
cooperate > in
    extend*/prolong*/renew*/expand* ... mission
third-party > between
    resum*/continu*/restart*/began/begin*/offer* ... mediation
    mediat*, mediat* ... talks/negotiations/deal
    broker* ... talks/deal/agreement/truce/ceasefire, host* ... talks between
    ~ mediation between, broker* ... compromise/settlement/exchange/pact/accord/peace/swap
    facilitat*/chair* ... talks/negotiations/meeting, shuttl* between, is mediating/are mediating
    act/acts/acted/acting as ... mediator/go-between/intermediary/broker
    host* ... talks/negotiations, brought/bring/bringing/brings ..... together/to_the_table
    reconcil*
failed-talks = with between
    talks/negotiations ... collapsed/failed/broke/ended without/stalled
    fail* ... to agree/reach/resolve, ended ... talks ... without
    ~ talks/negotiations ... collapsed/stalled/failed/broke_down/deadlocked, break* off ... talks
    fail* ... settle/bridge/overcome/narrow
summit = with
    ~ summit, meet*/met/gather* ... at a/the summit, attend*/join*/host* ... summit
call = with
    ~ phone/telephone/video ... call/calls/conversation
    spoke/speak*/talked ... by/on/over ... phone/telephone/video, phoned/telephoned
    held/hold* ... phone/telephone/video ... call/conversation/talks
    discuss* ..... by phone/telephone/video, spoke/spoken/talked ..... by phone/telephone/video
    ~ call with, spoke/spoken to/with
    call/calls/called/calling/phon*/telephon*/rang ... counterpart/counterparts
    spoke/speak*/talked ... call, told/tell/tells ..... in/during a ... call
    told/tell/tells ..... by/over/on ... phone/telephone
    held/hold/holds ... call/video_call/phone_call, spoke/spoken/talked/speak/speaks ... with/to
    on the phone with, in a ... call with, telephon*, ~ conversation with, speak/speaks to/with
visit = person
    received/receives/receive/receiving
visit = to in with
    visit*, arriv*/land* in, travel*/flew/fly/flies to, ~ trip to, paid/pay* ... visit
    welcom*/receiv*/host* ... visit/palace/airport, trip to, flew/flown into, due in
    hold*/held ... talks in, ~ visit to, paid/pay/pays ... call, travel* to, head* to/for
    fli*/flew/fly to, toured/tour/touring, touched down in, was/were/is/are received by/in
    paid ... trip, ~ first visit to, ~ state visit to, ~ official visit to, stop*_over in
    host/hosts/hosted/hosting, go/goes/going/went to, go/goes/going/went on_to, travel* on to
talks = with between
    held/hold*/begin*/began/resum*/start*/open*/conduct* ... talks/meeting
    held/hold*/begin*/began/resum*/start*/open*/conduct* ... negotiations/consultations
    held/hold*/resum* ... round/dialogue/discussions, met/meet/meets/meeting, ~ talks
    ~ negotiations, ~ meeting, negotiat*, sat/sit down with, discuss*, conferred
    meet/meets/met/meeting ... counterpart/counterparts, sat/sit/sits down
    consult/consults/consulted, had/have/has talks/discussions, talked/talk/talks to/with
    co-chair*, held/hold ... meeting, shook/shake/shaking hands, talk/talked, exchang* views
    ~ in contact with, ~ consultations with/between, spoke/spoken, host* ... talks with
    briefed/briefs, greet*, dined with, held/hold ... video_conference
planned:visit = to in
    expected/due/awaited in, due to arrive/land/visit in
planned:vote = on
    will/to ... vote ... on
agree = with ! said
    agreed/agree/agrees with
agree = with said
    renew*/extend* ... deal/agreement/accord/pact, agreed/agree/agrees to/on/that
    ~ close coordination, ~ close contact, reach* ... agreement/deal/understanding
    remain*/stay* in ... coordination/contact/touch
    pledg*/promis*/commit*/vow* ... cooperation/ties/dialogue/partnership
    deepen*/strengthen*/boost*/expand* ... cooperation/ties/relations/dialogue/trade
    struck ... deal/agreement, ~ agreement between, ~ deal between, ~ pledge to
    reach*/struck/strike/clinch* ... accord/compromise/pact/understanding/settlement/deal
    join* ... initiative/agreement/convention/pact
    renew*/extend* ... agreement/pact/accord/treaty, agreed/agree/agrees/agreeing ... to/on
    gave/give/gives ... green_light to/for, keep*/kept ... in touch/contact
agree > of
    ratif*/approv* ... treaty/protocol/accession/membership/bid/agreement/convention
agree > of said
    back*/endors* ... treaty/protocol/accession/membership/bid/agreement/convention
    pledg*/promis*/offer*/commit* ... to, accept* ... proposal/offer/invitation/demand
    pledg*/promis*/offer* ... aid/help/support/assistance/million/billion/weapons
    offer* ... share/stake/access/deal/compensation/package, sign* up to
support = with
    initial/initialed/initialled/initialling ... agreement/accord/deal/treaty/pact/memorandum
    sign* ... agreement/accord/deal/memorandum/treaty
    sign* ... pact/protocol/contract/declaration/agreements
    sign/signs/signed/signing ... agreement/agreements/letter/contracts/roadmap/document/plan
support > for of ! said
    urg*/call*/demand*/stress*/reaffirm* ... respect for
support > for of to with said
    side/sides/sided with, rally/rallied behind, prais*, hail*, applaud*, commend*, thank*
    congratulat*, back/backs/backed/backing, endors*, support/supports/supported/supporting
    welcom*, voted in favour/favor of, voted for, recogni* ... sovereignty over
    express*/confirm*/reaffirm*/reiterat*/voic*/declar*/pledg* ... support/solidarity
    confirmed their support, stand/stands/stood by/with
    offer*/express*/sent/send* ... condolences, sid/sided/siding/sides with
    stand/stands/stood/standing with/by/behind, came/come to the aid
    express*/voic*/offer*/convey* ... sympathy/backing/thanks
    express*/voic*/offer*/convey* ... gratitude/condolences/congratulations
    reaffirm*/reiterat*/underlin*/pledg*/promis*/vow* ... backing/support/commitment ... for/to
    prais*/hail*/applaud*/welcom*/thank* ... for
    defend/defends/defended/defending ... decision/right/record, spoke/speak up for, rall* around
    toast*, salute*, pay/paid tribute to, champion*
    urg*/call*/demand*/stress*/reaffirm*/back* ... territorial_integrity/sovereignty/independence
concede > to for said
    hand*/gave/give*/return* ... village/villages/land/territory/island/islands/hill/posts back
    apologis*/apologiz*, express* regret, back* down, ~ apology to
    dropp*/drop/drops/lift* ... veto
    dropp*/drop/drops ... objection/objections/demand/opposition/claims
    gave/give*/giv* in ... to, bow* to, ceded/cede/cedes/ceding, gave/give*/drop* up
    hand*_back/hand*_over/give*_back/gave_back/return* ... island/islands/territory
    hand*_back/hand*_over/give*_back/gave_back/return* ... land/bones/remains
    hand*_back/hand*_over/give*_back/gave_back/return* ... canal/base/control/artefacts/treasures
ceasefire-call > on to ! said
    urg*/counsel* restraint/calm
    call*/appeal*/urg*/press* ... for/to/on ... ceasefire/cease-fire/truce/restraint
    urg*/ask*/call* ... to stop/halt/end ... fighting/fire/hostilities
    call*/appeal*/urg*/press* ... on/to ... restraint/calm/avoid/de-escalate/deescalate/escalation
    urg*/ask*/call*/appeal* ... avoid ... provocation/provocations/escalation/clashes
request:meet > to said
    call/calls/called/calling on/upon ... return/resume/restart ... talks/negotiations/dialogue
    urg*/ask*/press* ... return/resume/restart ... talks/negotiations/dialogue
    call/calls/called/calling on/upon ... return/come/go/back to_the_table/to_the_negotiating_table
    invit*, propos*/offer*/call*/urg*/ask* ... talks/meeting/summit/dialogue/negotiations
    offer* to mediate/host
    offer* ... go-between/mediator/mediate/good_offices/host/constructive_role/role/help_resolve
    ask*/request* ... for ... consultations/talks/meeting/dialogue, offer* ... good_offices
    propos*/suggest* that
request:assist > for from to ! said
    ask*/request*/appeal*/call*/sought/seek*/plead* ... for ... help/aid/assistance/support
    request*/sought/seek* ... help/aid/assistance/support
    ask*/request*/appeal*/urg*/sought/seek* ... weapons/tanks/jets/systems
    ask*/request*/appeal*/urg*/sought/seek* ... loan/backing/troops/money
    urg*/ask*/call*/press* ... send/supply/provide/deliver/speed/help
    ask*/request*/appeal*/call*/plead* ..... for ... help/aid/assistance/support
request:yield > to on for from ! said
    warn*/caution* ... against
    urg*/ask*/call*/demand*/press*/appeal*/want* ... stop/withdraw/release
    urg*/ask*/call*/demand*/press*/appeal*/warn*/want* ... halt/end/lift/return
    urg*/ask*/call*/demand*/press*/want* ... withdrawal/apology/leave/pull
    urg*/ask*/call*/demand*/press*/want* ... hand/free/reopen/cease/refrain, demand*
    call/calls/called/calling/urg* on/upon ... lift/withdraw/release/stop/end/halt/pull
request > to on from ! said
    call*/ask*/push*/press* for, urg*, call* on/upon, ask* ... to, appeal* to, press* ... to
    wants/wanted/want ... to, told ... to, appeal*/urg*/press*/push*/pressur*/lobb* ... to
    plead* with, call* for, told/tell/tells ... must, say/says/said ... must/should/ought
    remind*/encourag*/advis*/beg/begged ... to, instruct*, insist* ... must/should, implor*
    called upon, appl* to join, hope/hopes/hoped ... would/will
assessment:strained = with between
    ~ ties/relations ..... strained/tense/frosty/soured/deteriorated/worsened/low/sour/cool/icy
    strained/tense/frosty/icy/sour/soured ... ties/relations/relationship
    ~ tensions with/between
    ~ ties/relations ... damaged/hit/at_a_low/at_their_lowest/plunged/crisis/suffered/worse
assessment:good-ties = with
    good/friendly/warm/excellent/cordial/strong ... ties/relations/relationship
link:close = with of
    close/closest/staunch/key ally/allies
    close/closer/deep ... ties/relations/partnership/cooperation, ~ strategic partnership
    close/closer/deep/historic/brotherly/special ... ties/relations/bond/bonds/friendship/alliance
    ~ close ally of, ~ ally of, ~ closest partner of
link:dependence > on
    relies/rely/relied/depend/depends/depended/dependent ... on
geography:maritime-border = with
    shar* ... maritime border, ~ maritime border
geography:land-border = with
    shar* ... border/frontier
assessment:positive-agenda = with
    have/has/share/shares ... positive agenda
"""
