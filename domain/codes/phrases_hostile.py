"""Phrases of the news for what is done against another: each `what` with the words that mean it."""

from typing import Final

# A header line: the `what`, who does it to whom (`>` the subject to the object, `<` the object to
# the subject, `=` both), then flags: `!` what follows it in the clause did not happen, `said` it is
# done by saying it, `speaker` who says so does it, `person` the other side is named by its person.
# Then prepositions before the other side, where only some will do. Below it phrases, separated by
# commas: `*` any ending, `/` alternatives of a word, `_` a space within one, `...` up to five words
# between, `.....` up to fourteen, `~` a noun. Sources and choices: SOURCES.md, "Phrases of the
# news".
HOSTILE: Final = """
stance:favourable > on against
    oppos*/reject*/criticis*/criticiz*/resist* ... sanctions/sanctioning/embargo
    refus*/declin* to ... join/impose/back/adopt/support ... sanctions
    not join*/joined/imposed/backed ... sanctions, speak*/spoke*/voted against sanctions
    stay*/stayed out of ... sanctions, speak*/spoken out against ... sanctions
stance:critical <
    angering/anger/angered/irritating/irritated/infuriating/infuriated/infuriate/annoyed/annoying
stance:critical = with between
    differences/disagreements ... over, policy differences, at odds with/over, at loggerheads
    ~ dispute between/with, ~ feud between/with, in dispute with
    disagree/disagrees/disagreed over/on/about, differ/differs/differed over/on
stance:opposes >
    oppose/opposes/opposed, object* to, stand/stands/stood against
    be/is/are/was/remains opposed to, strongly/firmly opposed
    does/do not recognise/recognize ... annexation/claim/claims/sovereignty
    speak/speaks/spoke out against, campaign*/lobbied/lobbying against, is/are/was/were against
instrument:comprehensive-sanctions > on against
    impos*/adopt*/announc* ... comprehensive/sweeping/full/blanket sanctions
instrument:arms-embargo > on against
    impos*/extend*/announc* ... arms embargo, ban*/halt*/suspend*/stop* ... arms sales/exports
    ban*/halt*/suspend* ... weapons sales/exports/deliveries
instrument:embargo > on against
    impos*/announc*/declar* ... embargo/blockade, ~ trade embargo, ~ embargo
    cut*/halt*/sever*/suspend*/stopp*/ban* ... all trade
instrument:trade-restriction > on of from against to
    order* ... tariff/tariffs/duties, respond*/retaliat* with ... tariff/tariffs/duties
    impos*/slap*/rais*/announc* ... tariff/tariffs/duties/duty/levy
    introduc*/levi*/plac*/hit*/hike* ... tariff/tariffs/duties/duty/levy
    ban*/bar*/block*/restrict*/halt*/suspend*/limit*/curb* ... imports/exports/import/export
    ban*/bar*/restrict*/suspend*/halt* ... shipments/purchases/apps/products/goods/equipment
    impos*/announc*/introduc*/tighten* ... export/import/trade controls/ban
    impos*/announc*/introduc*/tighten* ... export/import/trade curbs/restrictions/quotas
    put/puts/putting ... tariffs/tariff/duties/levies/quotas on, impos* ... levies/levy/surcharge
    halt*/stop*/suspend*/ban* ... buying/importing/unloading/purchasing
    stopp* ... buying/importing
    stopp*/boycott* ... imports/exports/goods/products/wine/beef/oil/gas/coal
    exclud*/bar*/ban*/shut_out ... from ... tender/market/markets/network/networks/project
    ban*/bar*/block*/halt* ... beef/wine/coal/fruit/seafood/fish
    ban*/bar*/block*/halt* ... grain/pork/chips/poultry/timber/oil
    doubl*/tripl* ... tariff/tariffs/duties, retaliat* ... tariffs/duties, ~ retaliatory tariffs
    turned_back/held_up/turn_back ... trucks/lorries/shipments/cargo/goods
    widen*/tighten*/impos* ... ban/curbs/controls/restrictions on/against
    expand*/announc*/extend*/introduc* ... ban/curbs/controls/restrictions on/against
    bar*/ban* ... maker/giant/company/firm/group ... from
instrument:sanctions > on against
    impos*/slap*/announc*/adopt*/introduc* ... visa/travel/entry ban/bans/restrictions on
    impos*/slap*/levi*/levy*/plac* ... sanctions/penalties
    adopt*/approv*/announc*/introduc*/agreed ... sanctions/penalties
    hit/hits/target* ... with ... sanctions, impos*/adopt*/announc*/slapp*/unveil* ... sanctions
    extend*/renew*/expand*/widen*/tighten* ... sanctions, sanctioned, blacklist*
    froz*/freez* ... assets, ~ sanctions
    publish*/roll*_out ... sanctions
    target* ... businesses/companies/firms/banks/entities/individuals/officials/oligarchs/exports
    designat* ... company/companies/individuals/entities/officials/terrorist, blocked ... assets
    ban*/bar*/bars ... officials/politicians/lawmakers/executives/ministers ... from
    reimpos*/re-impos* ... sanctions
instrument:transit-ban > to for of
    ban*/bar*/block*/closes/closed/closing/shut* ... canal/waters/ports/port/passage
    ban*/bar*/block* ... transit/ships/trucks/vessels
instrument:airspace-closed > to for
    closes/closed/closing/close_its ... airspace/skies/flights/airlines/aircraft/planes
    close_their/shut*/ban*/bar*/block* ... airspace/skies/flights/airlines/aircraft/planes
instrument:border-closed > with to
    closes/closed/closing/close_its ... border/borders/frontier/crossing/crossings
    close_their/close_the/close_all/shut*/seal* ... border/borders/frontier/crossing/crossings
    border/borders ... closed/shut/sealed
instrument:relations-severed > with
    suspend*/froz*/freez* ... diplomatic/all ... ties/relations, suspend*/sever* ties/relations
    cut/cuts/cutting/severed/severs/sever ties/relations/links
    cut/cuts/cutting/sever*/broke/break*/broken ... diplomatic ties/relations/links
    sever*/break*/broke ... off/all ... ties/relations, broke/break*/broken with
    end/ended/ends/ending ... diplomatic ties/relations
instrument:relations-downgraded > with in of to
    downgrad*/lower*/reduc* ... diplomatic/level ... ties/relations/representation
    downgrad*/reduc*/lower* ... ties/relations
    close/closes/closed/closing/shut*/shutter* ... embassy/consulate/consulates/mission ... in
    close/closes/closed/closing/shut*/shutter* ... embassy/consulate/consulates/mission
    scal*_back/scal*_down ... ties/relations/presence
instrument:ambassador-recalled > from to in
    call* ... ambassador/envoy ... back/home, withdrew/withdraw* ... ambassador/envoy
    recall*/withdrew/withdraw*/pulled ... ambassador/envoy, call* ... ambassador/envoy ... home
    recall*/withdrew/withdraw*/pulled ... ambassadors/envoys
instrument:recognition-withheld >
    refus*/declin* ... to recognise/recognize, not recognise/recognize
instrument:territorial-control > of
    annex/annexed/annexes/annexing, ~ occupation of, occupi*/occupy*
    seiz*/captur* ... control/territory/region, took/take*/taken control of
    captur*/seiz* ... town/city/villages/village/province/island
    captur*/seiz* ... positions/outposts/posts/heights/territories
    overran/overrun/overrun* ... town/city/villages/village/district/outpost/posts/positions
instrument:territorial-claim > over to on from of
    claim* ... sovereignty over, lay*/laid claim to, ~ territorial claims
    claim/claims/claimed/claiming ... all/most/part/parts ... of
    claim/claims/claimed ... island/islands
    claim/claims/claimed/claiming ... sea/waters/territory/peninsula/shoal/region
instrument:armed-conflict > of on against with
    invad*, ~ invasion, ~ full-scale war, ~ war on/against/in, declar* war on, went to war
    at war with, ~ assault on, ~ military operation
instrument:armed-conflict = with
    fought/fight ... war/wars/battle/battles
expel-diplomats > of from
    expel*/expuls* ... diplomat/diplomats/envoy/envoys/ambassador/attache/attaches/staff/officials
    declar*/declaring ... persona/personae non grata/gratae
    order* ... diplomat/diplomats/ambassador/staff/envoys ... leave/out
    told ... diplomat/diplomats/ambassador ... to leave, ~ expulsion of
    threw_out/throw*_out/kick*_out/turf*_out/sent_home/send*_home/sent_packing/send*_packing
    threw/throw*/kick*/turf* ... diplomats/envoys/diplomat/envoy ... out
    expel*/expuls* ... charge/consul/consuls/counsellor/chargé
    strip* ... accreditation, sent/send* ... diplomats/diplomat/envoys/spies ... home/packing
    declar* ... unwelcome
    gave/give*/giving ... diplomat/diplomats/ambassador/envoys/officers/staff ... leave/quit
    order*/ordering out
summon > of from
    summon* ... ambassador/envoy/charge/diplomat/consul, summon*, call* in ... ambassador/envoy
    haul* in ... ambassador/envoy/diplomat
protest-note > to with about against
    lodg*/mad*/deliver* ... representation/representations/démarche/demarche
    lodg*/fil*/deliver*/submitt* ... protest/complaint, ~ protest note, ~ note of protest
    protest* to, hand* ... protest/note, ~ formal complaint to/with, ~ diplomatic note
    ~ formal protest to/with
accuse:investigate > of into against
    open*/launch* ... investigation/inquiry/probe ... into/against
    investigate/investigates/investigated/investigating
    answer*/respond*/retaliat* with ... investigation/inquiry/probe
accuse:allege > ! said
    accus*, alleg* that, blam*, charg* that, sued, sue/sues ... court/tribunal
    fil*/brought/bring* ... case/lawsuit/complaint against, point* ... finger
    suspect/suspects/suspected/suspecting, hold/holds/held ... responsible
    held/hold ... to blame, took/take/takes/taking ... to court/arbitration
    call*/brand*/label* ... spies
    call*/brand*/label*/denounc* ... terrorist/aggressor/liar/sponsor/occupier/threat
    link* ... murder/killing/attack/attacks/plot, alleg*, implicat*
condemn > said
    condemn*, denounc*, deplor*, ~ condemnation of
accuse:disapprove > said
    criticis*/criticiz*, slam*, rebuk*, decri*/decry*, lambast*, chide*/chid*, hit out at
    lash* out at, call*/describ*/brand* ... unacceptable/illegal/aggression/provocation/unlawful
    call*/describ*/brand* ... mistake/disgrace/disgraceful/reckless/irresponsible/unjust/unfair
    express* ... concern/dismay/alarm/regret/anger/disappointment, ~ criticism of
    voic* ... concern/dismay/objections, scold*, censur*, reprimand*, protested
    express* ... disquiet/unease/outrage/fury
    express* ... worry/displeasure/misgivings/frustration/reservations
    voic* ... worry/worries/disapproval/anger/criticism/unease, took/take* aim at, hit*_back at
    hit*_out at, fum* at, lament*, question/questions/questioned ... legality/motives/sincerity
    call*/describ*/brand* ... hostile/unfriendly/provocative/dangerous/cowardly/inhumane/barbaric
    call*/describ*/brand* ... shameful/absurd/blackmail/bullying/unlawful/deplorable/regrettable
    protest/protests against, complain* about/of, regret/regrets/regretted
    attack* ... policy/policies, attack*/ridicul*/mock* ... decision/plan/plans/record/handling
    insult*, blast/blasts/blasted/blasting, deride/derided/derides, berat*, admonish*, castigat*
    ha*/had/voic* ... harsh/sharp words for, mock/mocks/mocked, object/objects/objected to
    decried, call*/describ*/brand* ... pirate/piracy/theft/robbery
    call*/describ*/brand* ... genocide/occupation/crime/violation/insult
    call*/describ*/brand* ... outrageous/appalling/unjustified/unprovoked/disgusting/cynical
    call*/describ*/brand* ... intolerable/reprehensible/heinous
    call*/describ*/brand* ... criminal/scandalous/insulting/disproportionate
accuse:allege > said speaker
    violat*/abus*/breach* ... law/treaty/agreement/agreements/rules/sovereignty
    flout*/broke/broken ... law/treaty/agreement/agreements/rules/sovereignty
    violat*/abus*/breach* ... immunity/convention/obligations/rights/deal/promise
    flout*/broke/broken ... immunity/convention/obligations/rights/deal/promise
    interfer*/meddl* in, was/were/is/are/been behind ... attack/attacks/killing/plot/hack/blast
reject > said speaker
    ~ deal/agreement/accord/pact/treaty/law ... was/is null/void/illegal/invalid/unlawful
    ~ deal/agreement/accord/pact/treaty/law ... had/has no legal/force
accuse:disapprove > said speaker
    ~ action/actions/move/moves ... was/were/is/are provocative/illegal
    ~ step/steps/decision/conduct ... was/were/is/are provocative/illegal
    ~ action/actions/move/moves ... was/were/is/are unacceptable/hostile
    ~ step/steps/decision/conduct ... was/were/is/are unacceptable/hostile
    ~ action/actions/move/moves ... was/were/is/are unfriendly/dangerous
    ~ step/steps/decision/conduct ... was/were/is/are unfriendly/dangerous
    ~ remarks/comments/statement ... was/were/is/are unacceptable/provocative
    ~ policy/policies/claims ... was/were/is/are unacceptable/provocative
    ~ remarks/comments/statement/policy/policies/claims ... was/were/is/are baseless/false/absurd
threaten:restrict > on against
    prepar* ... sanctions/tariffs/embargo
threaten:restrict > with
    threaten* ... with ... sanctions/tariffs/embargo/tariff/duties/penalties
    threaten* sanctions/tariffs/penalties
threaten >
    threaten*, ~ threats against, ~ ultimatum to, warn* ... consequences/retaliation/response
    warn* ... would/will ... respond/retaliate, vow* ... retaliate/revenge/respond/retaliation
    gave/give*/issu* ... ultimatum, warn* ... not tolerate/stand_by/accept/hesitate
    will/would not tolerate, warn* ... price/costs/reprisals/force/war/dire/act/strike/hit_back
    ~ threat to/against
    promis*/vow* ... crushing/decisive/harsh/painful/firm ... response/answer/reply
    hint* at ... retaliation/force/sanctions, vow* retaliation/revenge, warn* ... would act
    will/would take ... measures/countermeasures/steps/action/retaliation, warn* ... that/over
veto >
    veto*, block* ... resolution/statement/bid/membership/accession/decision/proposal/motion
    block* ... bids/statements/talks/path/candidacy/resolutions/aid/funds/membership
call-off = with between
    ~ talks/meeting/visit/summit/trip/call ..... will_not_take_place/was_cancelled/was_called_off
    ~ talks/meeting/visit/summit/trip/call ..... were_cancelled/were_called_off/been_cancelled
    ~ talks/meeting/visit ..... was/were/been postponed/scrapped/suspended/canceled
    ~ summit/trip/call ..... was/were/been postponed/scrapped/suspended/canceled
call-off > with to of
    cancel*/postpon*/scrap*/called_off/call_off/calls_off/shelv*/put_off ... visit/trip/meeting
    cancel*/postpon*/scrap*/called_off/call_off/calls_off/shelv*/put_off ... talks/summit
    cancel*/postpon*/scrap*/called_off ... summit/call/exercise/exercises
    suspend*/freez*/froz*/halt* ... visits/exchanges/contacts/meetings/exercises/drills
    pull*_out/withdr*/dropp*_out/back*_out ... from/of ... meeting/summit/talks/exercise/exercises
reject:meet > with ! said
    refus*/declin*/reject*/rul*_out/won't/snub* ... talks/meet/meeting/mediation/negotiate/summit
    refus*/declin*/reject*/rul*_out ... negotiations/dialogue/invitation/visit/dialog
    boycott* ... summit/meeting/talks/conference/ceremony, snub/snubs/snubbed, walk* out of
    call*/describ* ... talks/negotiations ... meaningless/pointless/useless
    refus*/declin* ... speak/receive/see, stay*_away from, stood_up/stand*_up
reject:yield > to of ! said
    refus*/declin* ... withdraw/release/return/halt/stop/hand/leave/lift/extradite
    reject*/dismiss*/rebuff* ... demand/demands/ultimatum/call/calls/ceasefire/truce/withdrawal
reject:assist > to said
    rul*_out/refus*/declin* ... selling/sending/supplying/arming/helping/lending
reject:assist > to ! said
    refus*/declin*/rul*_out ... send/supply/sell/provide/help/arm/lend/aid/deliver/finance
reject > of said
    reject*/dismiss*/deni*/deny* ... accusation/accusations/allegation/allegations/claim/claims
    reject*/dismiss*/rebuff*/turn*_down/spurn* ... proposal/offer/plan/bid/request/criticism/draft
    vote/votes/voted against ... resolution/motion/bid/draft/membership/proposal/text/candidacy
    reject*, rul*_out, ~ rejection of, brush* off/aside
    dismiss*/rebuff*/rubbish*/refut* ... accusation/accusations/claim/claims/charge/charges/report
    dismiss*, rebuff*, refut*, scoff* at, brush* ..... aside/off, wav* ... aside/away
    call*/describ* ... baseless/groundless/unfounded/nonsense
    call*/describ* ... false/fabricated/fabrication/lie/lies
    deni*/deny*/den* ... wrongdoing/responsibility/involvement/charge/charges, spurn*, turn*_down
    call*/describ*/brand* ... malicious
    call*/describ*/brand* ... allegation/allegations/accusations/accusation
    call*/describ*/brand* ... charges/charge/claims/claim
    call*/describ*/brand* ... preposterous/ridiculous/lie/slander/invention/fiction
    deni*/deny this/everything/involvement, defied/defies/defy/defying, ignor*
    turn*/turned ... down, shrug* off, shrug* ..... off, call*/declar* ... null/void/invalid
sanction:withdraw > with from to on in
    suspend*/froz*/freez*/halt*/end/ended/ends ... participation/membership/role/part ... in
    suspend*/froz*/freez*/halt* ... participation/membership
    withdr*/pull*/quit*/exit*/walk* ... out/from ... treaty/pact/agreement/accord/deal/convention
    withdr* from ... treaty/pact/agreement ... forces
    quit/quits/left/leav* ... treaty/pact/agreement/accord/organisation/organization
    suspend*/froz*/freez*/halt*/broke*_off/break*_off/call*_off ... talks/negotiations/dialogue
    suspend*/terminat*/scrapp*/annul*/denounc* ... treaty/pact/agreement/accord/deal
    broke/break*/suspend*/walk* ... off/out ... talks/negotiations
    suspend* ... talks/negotiations
    withdr*/pull*_out/quit*/leav*/left ... from/of ... bloc/alliance/organisation
    withdr*/pull*_out/quit*/leav*/left ... from/of ... court/mission/force
    tear*_up/tore_up/ripp*_up ... treaty/pact/agreement/accord/deal/contract
    left/leav*/quit*/exit* ... programme/program/initiative/organisation/council/bloc/court/club
    withdr*/pull*/exit* ... from/of ... programme/program/initiative/project/grouping
sanction:discontinue > to with from
    cut*/halt*/suspend*/stopp*/froz*/freez*/stop ... aid/supplies/gas/oil/deliveries/assistance
    cut*/halt*/suspend*/froz*/freez* ... cooperation/funding/electricity/power/exports/flows/loan
    cut*_off/cut/cuts/halt* ... support/payments/funds/subsidies/exchanges
    suspend*/froz*/freez*/withh* ... support/payments/funds/subsidies/exchanges
    cut*_off/turn*_off/shut*_off/switch*_off ... gas/oil/electricity/water/power/supplies/internet
sanction:expel > of from in
    withdr*/pull*/evacuat*/recall* ... diplomats/diplomat/staff/envoys
    order* its/their ... out of, expel*/deport/deports/deported/deporting/evict*, ~ expulsion of
    throw*/threw ... out of the country, strip* ... residency/citizenship
coerce:seize > from of
    seiz*/impound*/confiscat*/captur*/board* ... ship/vessel/tanker/boat
    seiz*/impound*/confiscat*/captur*/board* ... trawler/cargo/assets/ships
    seiz*/impound*/confiscat* ... boats/vessels/property/freighter/plane
    seiz*/intercept*/captur*/board*/detain* ... ship/vessel/tanker/boat/trawler/ferry/cargo_ship
    took over/nationalis*/nationaliz*/expropriat*
    took_over/tak*_over/nationalis*/nationaliz*/expropriat*, storm* ... embassy/ship/consulate
coerce:arrest > of
    arrest*/detain*/jail*/imprison* ... for/on/over/after/suspected, arrest*/detain*/jail*
    ~ arrest of, ~ detention of, sentenced/sentences/convicted/executed, put/puts ... on trial
    round* up, charg* ... with ... spying/espionage
coerce:cyber > on against of
    hack*, ~ cyber attack/attacks, ~ cyberattack/cyberattacks, ~ cyber-attack/cyber-attacks
    broke/break* into ... computers/networks/systems/servers
    jam/jammed/jamming/jams ... gps/signals/signal/satellite/broadcasts
coerce:restrict > of from on
    block*/restrict*/limit*/bar*/ban* ... entry/access/travel/visas/visa/citizens, ~ siege of
    impos*/introduc* ... restrictions/curbs/limits, tighten*/suspend* ... visas/visa, besieg*
    ~ blockade of, ban*/barr* ... from entering
    block/blocks/blocked ... boat/boats/vessel/vessels/ship/ships/convoy
    blocking/harass*/shadow*/imped* ... boat/boats/vessel/vessels/ship/ships/convoy
    bar/bars/barred/barring ... nationals/journalists/travellers/lorries/trucks
    ban/bans/banned/banning ... nationals/journalists/travellers/lorries/trucks
    block/blocks/blocked/blocking/shut ... road/corridor/roads/highway/bridge, bar/barred from
    stop*/prevent* ... from ... entering/returning/leaving/crossing/fishing
    stop*/suspend*/halt*/refus*/den* ... visas/visa/entry/landing/overflight
    turn*_away/turned_back/turn*_back
mobilize:weapons > over near against toward towards
    fir*/launch*/test* ... missile/missiles/rocket/rockets ... over/into/off, test-fir*
    fir*/launch*/test* ... missile/missiles/rocket/rockets ... towards/toward/near
    fir*/launch*/test* ... missile/missiles/rocket/rockets ... in_the_direction_of
    test*/conduct* ... missile/nuclear, deploy* ... missiles/missile/weapons/launchers
    launch*/fir* ... satellite, fli*/flew/fly ... bombers/drones
mobilize:troops > near against along on towards toward
    deploy*/mass*/mov*/amass*/reinforc* ... troops/soldiers/forces/army/tanks/warships
    sent/send* ... troops/soldiers/forces/warships, deploy* ... battalion/brigade/brigades/units
    ~ military build-up, ~ troop build-up
    put/puts/putting/plac* ... army/forces/troops/military/units/navy ... alert/readiness
    call*_up ... reservists
    sent/send*/dispatch* ... warship/destroyer/carrier/fleet/jets/frigate
    scrambl* ... jets/fighters/planes, sail* ... warship/warships/destroyer/frigate/carrier
    sent/send*/dispatch*/deploy* ... police/guards/marines/gunboat/coast_guard/troopers
    step*_up ... patrols
assault:drone > on in at against
    drone/drones ... struck/hit/attacked/attack/attacks/strike/strikes, launch* ... drones/drone
    ~ drone strike/strikes/attack/attacks
    fir*/launch*/sent/send* ... drones/drone ... at/into/on
    attack*/hit ... with ... drones/drone
assault:aerial > on in at against
    bombed/bombing/bombs/bombarded/bombarding
    launch*/carri*/carry*/conduct* ... air/aerial ... strike/strikes/raid/raids
    air/aerial strike/strikes/raid/raids ... hit/killed/destroyed/on/against
    airstrike*/airstrikes
    struck/hit/strike/strikes ... target/targets/base/depot/airport/positions/airbase/facility
    jets/warplanes/planes/aircraft ... struck/hit/bombed/attacked, shot/shoot* down
    launch*/carri*/carry*/conduct* ... airstrikes/strikes/airstrike
    struck/strike*/hit ... militia/militants/fighters/city/convoy
    launch*/carri*/carry*/conduct*/mount*/stag* ... air_strikes/air_strike/bombing
    pound*/strafe*
    jets/warplanes/planes/aircraft/bombers/helicopters ... strike/strikes/pounded/destroyed/attack
    downed/downing/intercept*/shot_down/shoot*_down ... drone/drones/jet/plane
    downed/downing/intercept*/shot_down/shoot*_down ... aircraft/helicopter/missile/missiles
    ~ air raid/raids/strike/strikes, ~ air_strikes/airstrikes
assault:heavy-weapons > on in at against into
    shelled/shelling
    fir*/launch*/lobb* ... rocket/rockets/missile/missiles/artillery/mortar/mortars
    rocket/rockets/missile/missiles/artillery ... struck/hit/killed/slammed/landed/attack/attacks
    ~ bombardment of, ~ missile strike/strikes/attack, ~ rocket attack/fire
    fir*/launch* ... barrage/salvo/shells/volley, pound/pounded/pounding, ~ shelling of
assault:firearms > on at
    open* fire, fired at/on, shot/shoot*/gunned ... dead/soldier/soldiers/guards/guard/sailor
    kill*/wound* ... soldier/soldiers/guards/guard/troops/sailors, shot at/shoot* at/fir* on
    fir*/fired ... shots/warning_shots, sink/sank/sunk
assault:crowd-control > at on against
    fir*/us*/spray* ... tear_gas/water_cannon/rubber_bullets
    attack*/blast*/hit/spray* ... water_cannon/tear_gas
assault:targeted > of
    assassinat*, poison*, murder*, ~ assassination of, ~ killing of
assault:abduct > of
    abduct*/kidnap*/hijack*, took/take* ... hostage/hostages
assault = with
    clash*, exchang* fire, traded fire/strikes, ~ fighting, ~ border clashes, ~ skirmish*
    trad* ... fire/shells/strikes/blows/rocket/missiles, exchang* ... fire/shots/shells/missiles
    soldiers/troops/guards/officers ... killed/died/wounded/injured ... fighting/clash
    soldiers/troops/guards/officers ... killed/died/wounded/injured ... clashes/battle/battles
    been/is/are/was/were fighting, battl*, fought with, ~ exchange of fire, ~ exchanges of fire
    ~ firefight
assault > on of against in
    kill*/wound* ... people/civilians/fishermen/workers, ~ strikes on, attack*/raid*/ambush*
    ~ attack on, ~ incursion into, storm*, violat* ... ceasefire/truce/airspace
    launch*/mount*/stag*/carri*_out/carry*_out ... offensive/assault
    conduct*/began/begin*/open*/order* ... offensive/assault
    launch*/mount*/stag* ... attack/attacks/raid/strike/strikes
    carri*_out/carry*_out/conduct*/order* ... attack/attacks/raid/strike/strikes
    launch*/mount*/stag*/carri*_out/carry*_out/conduct*/order* ... operation/incursion/campaign
    ram/rams/rammed/ramming, hit back ... strikes, cross*/enter* into ... territory
    blew up/blow up/blowing up/blown up, sabotag*
    kill*/wound* ... members/officers/police/commander
    enter*/violat*/intrud* ... airspace/waters/territory, ~ strike/strikes on/against/inside
    shot/shoot*/gun* ... down, invad*, storm* ... base/outpost/town/village
protest:demo > against at outside
    protester*/demonstrators/demonstrator ... against/outside/rallied/gathered
    ralli*/march* ... against/outside
"""
