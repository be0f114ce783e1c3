"""Phrases of the news for what is done against another: each `what` with the words that mean it."""

from typing import Final

# A header line: the `what`, who does it to whom (`>` the subject to the object, `<` the object to
# the subject, `=` both), then flags: `!` what follows it in the clause did not happen, `said` it is
# done by saying it. Then prepositions before the other side, where only some will do. Below it
# phrases, separated by commas: `*` any ending, `/` alternatives of a word, `_` a space within one,
# `...` up to five words between, `.....` up to ten, `~` a noun. Sources and choices: SOURCES.md,
# "Phrases of the news".
HOSTILE: Final = """
stance:favourable > on against
    oppos*/reject*/criticis*/criticiz*/resist* ... sanctions/sanctioning/embargo
    refus*/declin* to ... join/impose/back/adopt/support ... sanctions
    not join*/joined/imposed/backed ... sanctions, speak*/spoke*/voted against sanctions
stance:critical <
    angering/anger/angered/irritating/irritated/infuriating/infuriated/infuriate/annoyed/annoying
stance:critical = with between
    differences/disagreements ... over, policy differences, at odds with/over
stance:opposes >
    oppose/opposes/opposed/opposing, object* to, stand/stands/stood against
    be/is/are/was/remains opposed to
    strongly/firmly opposed, does/do not recognise/recognize ... annexation/claim/claims/sovereignty
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
    impos*/slap*/rais*/announc*/introduc*/levi*/plac*/hit*/hike* ... tariff/tariffs/duties/duty/levy
    ban*/bar*/block*/restrict*/halt*/suspend*/limit*/curb* ... imports/exports/import/export
    ban*/bar*/restrict*/suspend*/halt* ... shipments/purchases/apps/products/goods/equipment
    impos*/announc*/introduc*/tighten* ... export/import/trade controls/ban
    impos*/announc*/introduc*/tighten* ... export/import/trade curbs/restrictions/quotas
instrument:sanctions > on against
    impos*/slap*/levi*/levy*/plac*/adopt*/approv*/announc*/introduc*/agreed ... sanctions/penalties
    hit/hits/target* ... with ... sanctions, impos*/adopt*/announc*/slapp*/unveil* ... sanctions
    extend*/renew*/expand*/widen*/tighten* ... sanctions, sanctioned, blacklist*
    froz*/freez* ... assets
    add*/put/puts/placed ... to/on ... blacklist/sanctions ... list, ~ sanctions
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
    sever*/break*/broke ... off/all ... ties/relations
instrument:relations-downgraded > with
    downgrad*/lower*/reduc* ... diplomatic/level ... ties/relations/representation
    downgrad*/reduc*/lower* ... ties/relations
instrument:ambassador-recalled > from to in
    recall*/withdrew/withdraw*/pulled ... ambassador/envoy, call* ... ambassador/envoy ... home
instrument:recognition-withheld >
    refus*/declin* ... to recognise/recognize, not recognise/recognize
instrument:territorial-control > of
    annex/annexed/annexes/annexing, ~ occupation of, occupi*/occupy*
    seiz*/captur* ... control/territory/region
    took/take*/taken control of, captur*/seiz* ... town/city/villages/village/province/island
    captur*/seiz* ... positions/outposts/posts/heights/territories
instrument:territorial-claim > over to on
    claim* ... sovereignty over, lay*/laid claim to, ~ territorial claims
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
summon > of from
    summon* ... ambassador/envoy/charge/diplomat/consul, summon*, call* in ... ambassador/envoy
protest-note > to
    lodg*/fil*/deliver*/submitt* ... protest/complaint, ~ protest note, ~ note of protest
    protest* to, hand* ... protest/note
accuse:investigate > of into against
    open*/launch* ... investigation/inquiry/probe ... into/against, investigat*
accuse:allege > ! said
    accus*, alleg* that, blam*, charg* that, sued, sue/sues ... court/tribunal
    fil*/brought/bring* ... case/lawsuit/complaint against, point* ... finger
condemn > said
    condemn*, denounc*, deplor*, ~ condemnation of
accuse:disapprove > said
    criticis*/criticiz*, slam*, rebuk*, decri*/decry*, lambast*, chide*/chid*, hit out at
    lash* out at, call*/describ*/brand* ... unacceptable/illegal/aggression/provocation/unlawful
    call*/describ*/brand* ... mistake/disgrace/disgraceful/reckless/irresponsible/unjust/unfair
    express* ... concern/dismay/alarm/regret/anger/disappointment, ~ criticism of
    voic* ... concern/dismay/objections, scold*, censur*, reprimand*, protested
threaten >
    threaten*, ~ threats against, ~ ultimatum to, warn* ... consequences/retaliation/response
    warn* ... would/will ... respond/retaliate, vow* ... retaliate/revenge/respond/retaliation
    gave/give*/issu* ... ultimatum
veto >
    veto*, block* ... resolution/statement/bid/membership/accession/decision/proposal/motion
call-off > with to of
    cancel*/postpon*/scrap*/called_off/call_off/calls_off/shelv*/put_off ... visit/trip/meeting
    cancel*/postpon*/scrap*/called_off/call_off/calls_off/shelv*/put_off ... talks/summit
    cancel*/postpon*/scrap*/called_off ... summit/call/exercise/exercises
reject:meet > with ! said
    refus*/declin*/reject*/rul*_out/won't/snub* ... talks/meet/meeting/mediation/negotiate/summit
    refus*/declin*/reject*/rul*_out ... negotiations/dialogue/invitation/visit/dialog
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
    voted against, reject*, rul*_out, ~ rejection of, brush* off/aside
sanction:withdraw > with from to
    withdr*/pull*/quit*/exit*/walk* ... out/from ... treaty/pact/agreement/accord/deal/convention
    withdr* from ... treaty/pact/agreement ... forces
    quit/quits/left/leav* ... treaty/pact/agreement/accord/organisation/organization
    suspend*/froz*/freez*/halt*/broke*_off/break*_off/call*_off ... talks/negotiations/dialogue
    suspend*/terminat*/scrapp*/annul*/denounc* ... treaty/pact/agreement/accord/deal
    broke/break*/suspend*/walk* ... off/out ... talks/negotiations, suspend* ... talks/negotiations
sanction:discontinue > to with from
    cut*/halt*/suspend*/stopp*/froz*/freez*/stop ... aid/supplies/gas/oil/deliveries/assistance
    cut*/halt*/suspend*/froz*/freez* ... cooperation/funding/electricity/power/exports/flows/loan
sanction:expel > of from in
    withdr*/pull*/evacuat*/recall* ... diplomats/diplomat/staff/envoys, order* its/their ... out of
    expel*/deport*/evict*, ~ expulsion of
coerce:seize > from of
    seiz*/impound*/confiscat*/captur*/board* ... ship/vessel/tanker/boat/trawler/cargo/assets/ships
    seiz*/impound*/confiscat* ... boats/vessels/property/freighter/plane
coerce:arrest > of
    arrest*/detain*/jail*/imprison* ... for/on/over/after/suspected, arrest*/detain*/jail*
    ~ arrest of, ~ detention of
coerce:cyber > on against of
    hack*, ~ cyber attack/attacks, ~ cyberattack/cyberattacks, ~ cyber-attack/cyber-attacks
    broke/break* into ... computers/networks/systems/servers
coerce:restrict > of from on
    block*/restrict*/limit*/bar*/ban* ... entry/access/travel/visas/visa/citizens, ~ siege of
    impos*/introduc* ... restrictions/curbs/limits, tighten*/suspend* ... visas/visa, besieg*
    ~ blockade of
    ban*/barr* ... from entering
mobilize:weapons > over near against toward towards
    fir*/launch*/test* ... missile/missiles/rocket/rockets ... over/into/off, test-fir*
    test*/conduct* ... missile/nuclear, deploy* ... missiles/missile/weapons/launchers
mobilize:troops > near against along on to
    deploy*/mass*/mov*/amass*/reinforc* ... troops/soldiers/forces/army/tanks/warships
    sent/send* ... troops/soldiers/forces/warships
    deploy* ... battalion/brigade/brigades/units, ~ military build-up, ~ troop build-up
assault:drone > on in at against
    drone/drones ... struck/hit/attacked/attack/attacks/strike/strikes
    launch* ... drones/drone, ~ drone strike/strikes/attack/attacks
assault:aerial > on in at against
    bombed/bombing/bombs/bombarded/bombarding
    launch*/carri*/carry*/conduct* ... air/aerial ... strike/strikes/raid/raids
    air/aerial strike/strikes/raid/raids ... hit/killed/destroyed/on/against, airstrike*/airstrikes
    struck/hit/strike/strikes ... target/targets/base/depot/airport/positions/airbase/facility
    jets/warplanes/planes/aircraft ... struck/hit/bombed/attacked, shot/shoot* down
    launch*/carri*/carry*/conduct* ... airstrikes/strikes/airstrike
    struck/strike*/hit ... militia/militants/fighters/city/convoy
assault:heavy-weapons > on in at against into
    shelled/shelling
    fir*/launch*/lobb* ... rocket/rockets/missile/missiles/artillery/mortar/mortars
    rocket/rockets/missile/missiles/artillery ... struck/hit/killed/slammed/landed/attack/attacks
    ~ bombardment of, ~ missile strike/strikes/attack, ~ rocket attack/fire
assault:firearms > on at
    open* fire, fired at/on, shot/shoot*/gunned ... dead/soldier/soldiers/guards/guard/sailor
    kill*/wound* ... soldier/soldiers/guards/guard/troops/sailors
assault:crowd-control > at on against
    fir*/us*/spray* ... tear_gas/water_cannon/rubber_bullets
assault:targeted > of
    assassinat*, poison*, murder*, ~ assassination of, ~ killing of
assault:abduct > of
    abduct*/kidnap*/hijack*, took/take* ... hostage/hostages
assault = with
    clash*, exchang* fire, traded fire/strikes, ~ fighting, ~ border clashes, ~ skirmish*
assault > on of against in
    kill*/wound* ... people/civilians/fishermen/workers, ~ strikes on
    attack*/raid*/ambush*, ~ attack on, ~ incursion into, storm*
    violat* ... ceasefire/truce/airspace
protest:demo > against at outside
    protester*/demonstrators/demonstrator ... against/outside/rallied/gathered
    ralli*/march* ... against/outside
"""
