"""Actions that are more than words: what each means, an example, and words of the news."""

from typing import Final

# As in words_said.py.
DONE: Final = """
cooperate
    works with the other in practice: in trade, energy, defence, justice or science
    e.g. Engineers of both begin to lay the cable
    cooperation, work together, collaborate, collaboration, joint project, joint venture, partner,
    trade, buy, sell, export, import, invest, investment, supply, extradite, integrate,
    share intelligence
aid
    gives money, goods, arms, troops or shelter, for nothing in return
    e.g. Four trucks of blankets come across the border
    help, assist, assistance, donate, donation, relief, rescue, rescuers, grant, loan, gift,
    send aid, humanitarian aid, grant asylum, take in refugees, cancel debt, debt relief,
    forgive debt, write off debt
retreat
    gives back or winds down, and what is not said
    e.g. The ship's cargo is handed back
    return, give back, hand back, hand over, cede, cede territory, de-escalate, de-escalation,
    step back, back off, defuse
retreat:withdraw
    pulls forces back, loosens a siege or surrenders
    e.g. The garrison leaves the islet
    withdrawal, pull back, pull out, surrender, end the siege, lift the blockade, evacuate,
    disengage, disengagement
retreat:release
    lets people go that it held
    e.g. A judge lets the two reporters fly home
    free, set free, let go, free detainees, repatriate
retreat:disarm
    gives up weapons, or winds fighting down
    e.g. Launchers are taken to a scrapyard while inspectors watch
    disarmament, lay down arms, hand over weapons, decommission, demobilise, demilitarise,
    scrap weapons
retreat:ceasefire
    stops fighting, by its own word or by a deal
    e.g. The guns fall silent along the front at noon
    truce, armistice, stop fighting, halt fighting, cessation of hostilities, halt hostilities
retreat:access
    lets in observers, inspectors, peacekeepers or relief
    e.g. Inspectors walk through the gate of the plant
    let in, admit inspectors, allow inspectors, allow observers, grant access, let aid in,
    open a corridor, humanitarian corridor
retreat:resign
    an official leaves office under pressure
    e.g. The minister who had called for war gives up the post
    resignation, step down, quit office, leave office
protest
    people protest in the street; a note of the government is a protest-note
    e.g. A crowd gathers before the embassy
    protesters, demonstrators, take to the streets, crowd in the street, unrest
protest:demo
    people march or rally
    e.g. Thousands walk to the consulate with candles
    demonstration, demonstrate, rally, march, picket, sit-in, vigil
protest:riot
    people riot, or storm a building
    e.g. A mob breaks into the consulate
    rioting, mob, storm the embassy, loot, ransack, street violence
protest:strike
    people stop work in protest
    e.g. Dockers leave the foreign ships unloaded
    general strike, stop work, down tools, stoppage, industrial action
protest:hunger
    people refuse food in protest
    e.g. A jailed captain refuses meals for a week
    hunger strike, refuse food
protest:boycott
    people or firms shun the other's goods, games or meetings
    e.g. Shops take the neighbour's chocolate off their shelves
    shun, refuse to buy, stay away from, boycott goods
protest:obstruct
    people block roads, ports or doors in protest
    e.g. Farmers park their tractors across the crossing
    block the road, roadblock, barricade, bar the way, human chain, obstruction
protest:vandalize
    people damage or deface property in protest
    e.g. Paint is thrown at the consulate's door
    vandalism, deface, graffiti, smash windows, burn the flag
sanction
    cuts ties or dealings back, and how is not said
    e.g. The council decides on measures against the ministry's suppliers
    impose sanctions, penalise, penalty, punish, punitive measures, cut ties, blacklist, isolate,
    exclude, terror list, list as a sponsor of terrorism
sanction:convict
    a court finds people of the other, or the other itself, guilty or liable
    e.g. The captain is given two years for smuggling
    conviction, sentence, find guilty, jail term, verdict, fine
sanction:expel
    sends people of the other home, or pulls its own out
    e.g. The foreign staff of a charity have a week to leave
    expulsion, throw out, kick out, order out, order to leave
sanction:withdraw
    leaves a pact, a body or talks, or cuts diplomatic ties back
    e.g. The government gives notice on the river convention
    withdrawal, withdraw from, pull out, pull out of the pact, leave the treaty, quit the pact,
    break off, break off talks, suspend talks, walk out of talks, cut ties, exit,
    abandon the treaty, close embassy, close the embassy, shut the embassy
sanction:discontinue
    stops aid, supplies, trade or a project, or imposes sanctions on a day
    e.g. The gas is cut off until the bill is paid
    halt, stop, suspend, suspension, cut off, cut aid, halt exports, halt trade, stop deliveries,
    suspend cooperation, terminate, interrupt, freeze
mobilize
    shows force or gets its forces ready, and which is not said
    e.g. The army is put on alert
    mobilisation, show of force, show strength, flex muscles, alert, combat readiness, navy, fleet,
    warship, frigate, send warships, deploy ships, naval build-up,
    military build-up, escalate, escalation, provoke, provocation, drills near the border,
    military drills against the other
mobilize:troops
    moves, calls up or readies soldiers
    e.g. Two brigades drive up to the river
    deploy, deployment, mass troops, send troops, amass troops, troop movement, call up reservists,
    conscription, reinforce the border
mobilize:weapons
    moves weapons up, or tests or shows them
    e.g. A missile is fired into the sea to try it out
    missile test, test-fire, weapons test, nuclear test, deploy missiles, arms build-up
mobilize:police
    moves, calls up or readies police
    e.g. Two hundred border guards arrive at the crossing
    deploy police, police alert, riot police, border guards
mobilize:militia
    gathers or sends fighters who are not soldiers
    e.g. Volunteers without badges turn up in the hills
    paramilitary, mercenaries, irregulars, proxy fighters, volunteer fighters
coerce
    uses pressure short of violence, and how is not said
    e.g. The ministry makes life hard for the foreign carrier
    coercion, pressure, compel, crack down, crackdown, strong-arm, repress, repression, harass,
    harassment, bully, blackmail, extort, collide, collision, ram, let migrants through,
    push migrants, send migrants, weaponise migrants, use of migrants, migration pressure
coerce:seize
    takes property, ships or land by force
    e.g. The coast guard takes a trawler into port
    seizure, confiscate, capture, impound, occupy, occupation, annex, annexation, expropriate
coerce:restrict
    bans, limits or blockades what the other or its people may do
    e.g. The foreign carrier may not land at night any more
    restriction, ban, bar, prohibit, blockade, siege, besiege, outlaw, forbid, curb, curtail,
    limit, deny entry, block
coerce:censor
    blocks or silences media or speech
    e.g. The neighbour's broadcaster is taken off the air
    censorship, block websites, jam, silence, take off the air, revoke accreditation
coerce:curfew
    orders people to stay indoors
    e.g. The occupied town may not leave its houses after eight
    impose a curfew, lockdown, confine to their homes
coerce:martial-law
    declares a state of emergency, or the rule of the army
    e.g. The governor hands the province to the army for a month
    state of emergency, emergency rule, military rule, emergency powers
coerce:arrest
    arrests, holds or charges people of the other
    e.g. Police hold four surveyors at the airport
    detain, detention, jail, imprison, imprisonment, take into custody, charge, round up
coerce:deport
    sends people out of its country
    e.g. Forty workers are put on a plane home
    deportation, send back migrants, push back migrants, pushback, forced return
coerce:withhold
    keeps back goods, water, power or services that were due
    e.g. The gates of the dam stay shut in the dry month
    keep back, hold back, refuse delivery, cut water, cut power, cut gas
coerce:misinformation
    spreads falsehoods in or about the other
    e.g. A network of false accounts comments on the election
    disinformation, propaganda, fake news, influence operation, smear campaign, meddle, meddling,
    interference
coerce:cyber
    attacks computers or networks of the other
    e.g. The ministry's mail is down after a break-in
    hack, hacking, cyberattack, cyber attack, malware, ransomware, phishing
assault
    attacks with force, and by what means is not said
    e.g. Fighting breaks out at a border post
    attack, raid, clash, skirmish, invade, invasion, offensive, violence, kill, incursion, ambush,
    battle, fight, aggression, violate the ceasefire, break the ceasefire, ceasefire violation,
    breach of the ceasefire, defeat, retaliate, terror, terrorism
assault:abduct
    kidnaps people, hijacks, or takes hostages
    e.g. Two engineers are taken from their car at night
    abduction, kidnap, kidnapping, hijack, hostage-taking, take hostage
assault:beat
    beats or injures people by hand
    e.g. Guards hit a fisherman on the pier
    beating, manhandle, rough up, punch, injure, scuffle, brawl
assault:torture
    tortures or mistreats people whom it holds
    e.g. A freed soldier shows burns from his cell
    torment, mistreat, ill-treat, abuse prisoners
assault:sexual
    commits sexual violence
    e.g. A report lists rapes in the occupied villages
    rape, sexual violence, sexual assault
assault:targeted
    kills a chosen person, or tries to
    e.g. A dissident is poisoned in a hotel
    assassinate, assassination, murder, targeted killing, poison, execute
assault:destroy
    destroys or damages property by force
    e.g. A warehouse near the border burns down overnight
    destruction, demolish, burn down, arson, sabotage, blow up, set on fire, wreck
assault:primitive
    attacks with knives, stones or other simple weapons
    e.g. Patrols fight with clubs on the ridge
    stab, stabbing, knife attack, throw stones, clubs
assault:firearms
    attacks with guns
    e.g. A patrol comes under fire from the other bank
    shoot, shooting, open fire, gunfire, exchange of fire, firefight, gun down, sniper
assault:explosives
    attacks with bombs or mines on the ground
    e.g. A mine under a bridge hits a supply truck
    bomb, bombing, car bomb, roadside bomb, detonate, explosion, lay mines
assault:suicide-attack
    attacks with a bomb whose bearer dies
    e.g. A man blows himself up at a checkpoint
    suicide bombing, suicide bomber
assault:aerial
    attacks from aircraft, or shoots them down
    e.g. Jets hit a depot behind the front
    air strike, airstrike, air raid, strike, bombard, shoot down, down a jet, downing, warplane
assault:drone
    attacks with drones
    e.g. Three small drones hit a refinery
    drone strike, drone attack, unmanned aircraft, loitering munition
assault:heavy-weapons
    attacks with artillery, tanks, rockets or the guns of ships
    e.g. Rockets fall on the outskirts of a port
    shell, shelling, artillery, mortar, rocket fire, missile strike, bombardment, tank fire
assault:crowd-control
    breaks up a crowd with force
    e.g. Guards use tear gas at the fence
    tear gas, water cannon, disperse, baton charge, rubber bullets
assault:unconventional
    kills in masses, or uses chemical, nuclear or other arms made for it
    e.g. Gas is found in the soil of a shelled village
    massacre, genocide, ethnic cleansing, mass killing, chemical attack, nerve agent, atrocity
"""
