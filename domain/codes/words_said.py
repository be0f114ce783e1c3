"""Contacts, words and plans: what each means, an example, and words of the news."""

from typing import Final

# A name as a line of .facts writes it; below it what it means, an example, and what else it is
# called. Sources and choices: SOURCES.md, "The words of the trade".
SAID: Final = """
visit
    one side's leader, minister or envoy goes to see the other
    e.g. The foreign minister spends two days in the neighbour's capital
    trip, tour, travel to, fly to, arrive in, state visit, host, receive, welcome, delegation
call
    they speak on the phone, or by video
    e.g. The two presidents speak about the grain ships for an hour
    phone, phone call, telephone, ring up, speak by phone, video call, conversation
talks
    they meet, consult or negotiate
    e.g. The delegations negotiate on the border crossing for a day
    meet, meeting, negotiate, negotiation, consultations, discuss, discussion, confer, dialogue,
    hold talks, resume talks, mediation, mediate, sit down with
summit
    leaders of both meet, often with others at one table
    e.g. Three presidents meet in a mountain resort to settle the use of a canal
    leaders meet, leaders' meeting, multilateral meeting, conference, trilateral
third-party
    they meet on neutral ground, or with a third party between them
    e.g. Envoys of both sit down in a third capital, with the host as go-between
    mediation, mediate, mediator, mediated talks, neutral ground, go-between, shuttle diplomacy,
    good offices, broker, third country
failed-talks
    talks that break up, or end without a result
    e.g. The negotiators leave the table without a date for another round
    walk out, walked out of the meeting, walkout, break down, collapse, deadlock, stall, stalemate,
    inconclusive, fruitless, no result, talks fail, summit fails, failed summit, failed meeting
agree
    says that it will cooperate, help, meet or give way
    e.g. The government says that both may use its pipeline
    agreement, consent, promise, pledge, accept, approve, commit to, offer, deal, reach agreement,
    strike a deal, give the green light, reconcile, reconciliation, ratify
consult
    consults with the other, in the words of PLOVER; a line had better say talks
    e.g. Officials of both compare notes on the dam
    exchange views, compare notes
consult:visit
    visits the other, in the words of PLOVER; a line had better say visit
    e.g. A deputy minister goes across the border for consultations
    visit for consultations, consult in person
consult:third-party
    meets on neutral ground, in the words of PLOVER; a line had better say third-party
    e.g. Both consult in the capital of a third country
    consult on neutral ground, consult through a mediator
consult:multilateral
    meets with several, in the words of PLOVER; a line had better say summit or talks
    e.g. Five states consult on the river they share
    multilateral consultations, multilateral forum
consult:phone
    phones the other, in the words of PLOVER; a line had better say call
    e.g. The defence ministers consult by phone
    consult by phone, consultations by phone
support
    praises or backs the other, speaks up for it, or signs an agreement with it
    e.g. The president praises the neighbour's reforms
    praise, back, endorse, welcome, hail, applaud, laud, commend, defend, side with, speak up for,
    sign, sign an agreement, congratulate, condolences, thank, forgive, solidarity, sympathy,
    vote for, admire, restore relations, restore ties, resume relations, resume ties,
    normalise relations, re-establish relations, reopen embassy, reopen the embassy
concede
    gives way, eases what it had imposed, or says sorry
    e.g. The government drops its demand and says that it was wrong
    concession, make concessions, yield, give in, give way, back down, climb down, apologise,
    apology, relent, compromise, ease, relax, bow to, comply
request
    asks, appeals or demands, and of what sort is not said
    e.g. The president appeals to the neighbour
    ask, appeal, demand, call for, call on, urge, plead, seek, insist, exhort
request:assist
    asks for help, goods, backing or cooperation
    e.g. The ministry asks for field hospitals after the flood
    ask for help, ask for support, request aid, appeal for aid, seek support, seek assistance
request:change
    asks for another policy, other laws or other leaders
    e.g. The envoy asks that the media law be rewritten
    demand reform, call for reform, call for change, demand resignation, urge reform
request:yield
    asks the other to give way: to stop, pull back, release or lift something
    e.g. The ministry demands that the fishing crew be let go
    demand release, demand withdrawal, call to stop, demand an end to, demand an apology
request:meet
    asks for a meeting, talks or mediation
    e.g. The president proposes a meeting on the island
    invite, invitation, propose talks, propose a meeting, call for talks, call for dialogue
accuse
    blames the other, and of what sort is not said
    e.g. The minister points at the neighbour
    accusation, blame, point the finger, fault, reproach, quarrel, row, spat, feud
accuse:disapprove
    criticises the other, complains or objects
    e.g. The ministry calls the new visa fee a step back
    criticise, criticism, slam, blast, hit out at, lash out at, object, objection, complain, rebuke,
    decry, lambast, rap, chide, reprimand, censure, express concern, dismay, disapproval, scold,
    insult, mock
accuse:investigate
    looks into what the other has done
    e.g. Prosecutors open an inquiry into the air raid
    investigation, probe, inquiry, inquire, look into, open a case
accuse:allege
    says that the other did wrong: crime, abuse, spying, aggression; or takes it to court
    e.g. The government says that the neighbour's agents broke into its archive
    allegation, claim that, sue, lawsuit, take to court, file a complaint, espionage
reject
    says no, and to what is not said
    e.g. The cabinet turns the offer down
    refuse, refusal, rejection, decline, turn down, rebuff, dismiss, snub, rule out, spurn, deny
reject:assist
    refuses to help, lend, sell, back or cooperate
    e.g. The ministry will not send transport planes
    refuse aid, refuse help, deny help, refuse to cooperate, refuse support
reject:change
    refuses another policy, other laws or other leaders
    e.g. The cabinet will not rewrite the media law
    refuse reform, reject reform, rule out change, refuse to change
reject:yield
    refuses to give way: to stop, pull back, release or lift something
    e.g. The court will not let the fishing crew go
    refuse to withdraw, refuse to release, refuse to give way, defy, defiance, stand firm
reject:meet
    refuses a meeting, talks or mediation
    e.g. The president will not see the envoy
    refuse to meet, refuse talks, reject talks, reject mediation, decline an invitation
threaten
    warns of harm to come, and of what sort is not said
    e.g. The general warns of consequences
    threat, warn, warning, ultimatum, menace, intimidate, sabre-rattling
threaten:restrict
    threatens sanctions, bans or other restrictions
    e.g. The minister says that a ban on timber is being drafted
    threaten sanctions, threaten a ban, threaten tariffs, warn of sanctions
threaten:arrest
    threatens to arrest or prosecute the other's people
    e.g. The prosecutor says that the crew could be charged
    threaten to prosecute, threaten to detain, threaten jail
threaten:relations
    threatens to cut ties, help or talks
    e.g. The president says that the embassy could be closed
    threaten to cut ties, threaten to break off relations, threaten to cut aid
threaten:expel
    threatens to expel diplomats or others, or to pull its own out
    e.g. The ministry says that attachés could be sent home
    threaten to expel, threaten expulsion, threaten to deport
threaten:territory
    threatens to take, occupy or block land or sea
    e.g. The admiral says that the strait could be closed by force
    threaten to annex, threaten to occupy, threaten a blockade
threaten:violence
    threatens attack or war
    e.g. The defence minister says that rockets are ready
    threaten war, threaten to attack, threaten force, vow revenge, vow retaliation
summon
    calls the other's ambassador in to hear a complaint
    e.g. The ministry calls the ambassador in over the shelling of a village
    summons, call in, call in the ambassador, haul in, demand an explanation, convoke, dress down
protest-note
    hands over a note of protest, or protests through its embassy
    e.g. The embassy delivers a note on the seized boats
    démarche, note verbale, diplomatic note, formal protest, diplomatic protest, official protest,
    lodge a protest, protest formally, protest letter, letter of protest
condemn
    condemns what the other has done
    e.g. The foreign ministry condemns the shelling of the port
    condemnation, denounce, denunciation, deplore, outrage
expel-diplomats
    sends diplomats of the other home
    e.g. Three attachés have a week to leave
    expel, expulsion, expel diplomats, persona non grata, throw out diplomats, kick out
recognise
    recognises the other as a state, or its government as the lawful one
    e.g. Parliament recognises the island's independence
    recognition, diplomatic recognition, acknowledge, establish relations, restore relations,
    establish diplomatic relations, resume relations, open an embassy, normalise relations,
    normalisation, restore ties, restoring ties, embassy reopens, reopen embassies
exercise
    holds military exercises together with the other
    e.g. Marines of both train on the coast for a week
    military exercise, joint exercise, drill, manoeuvre, maneuver, war game, train together,
    joint patrol
arms-sale
    sells or delivers weapons to the other
    e.g. The first of six frigates is handed over to the buyer
    sell arms, sell weapons, arms deal, weapons sale, arms delivery, deliver weapons, supply weapons
veto
    stops a text or decision of the other by its vote
    e.g. One vote against it stops the resolution in the council
    block, vote against, vote down, cast a veto, torpedo
call-off
    calls off a meeting, a visit or a joint project
    e.g. The minister drops the trip a day before take-off
    cancel, cancellation, cancelled visit, scrap, shelve, abandon, postpone, postponement, defer,
    postponed visit, put off
ceasefire-call
    calls on the other to stop fighting
    e.g. The council asks both for a truce over the holidays
    call for ceasefire, call for a truce, urge a ceasefire, call for restraint, urge restraint,
    call for calm
withdraw-troops
    takes its troops back from where they were a threat, or unwelcome
    e.g. The last battalion crosses the river on its way home
    troop withdrawal, withdrawal of troops, pull out troops, pull back troops, troops leave,
    military withdrawal
release-prisoners
    lets prisoners or hostages go
    e.g. Forty sailors are put on a bus home
    prisoner swap, prisoner exchange, free prisoners, free hostages, hand over prisoners, pardon
lift-restriction
    lifts a ban, a limit or a closure that it had imposed
    e.g. Tomatoes may cross the border again
    lift, lift a ban, lift sanctions, lift restrictions, remove restrictions, ease restrictions,
    ease sanctions, reopen, reopen the border, open border, open the border, unblock, unban,
    unfreeze, waive, take off the terror list, remove from the list
leak
    secret papers, talks or plans come out
    e.g. A recording of the envoys turns up on the internet
    leaked, disclose, disclosure, reveal, revelation, expose, secret documents
planned:call
    a call on the phone that is announced for a day
    e.g. The two presidents are to speak on Friday
    upcoming call, scheduled call, call announced, will phone
planned:visit
    a visit that is announced for a day
    e.g. The prime minister is due in the neighbour's capital next month
    upcoming visit, scheduled visit, due to visit, will visit, will travel
planned:talks
    negotiations or a meeting that are announced for a day
    e.g. The fourth round is set for June
    upcoming talks, scheduled talks, next round, will meet, due to meet
planned:summit
    a meeting of leaders that is announced for a day
    e.g. The host has invited five presidents for May
    upcoming summit, scheduled summit, summit announced, leaders will meet
planned:vote
    a vote on a day ahead that matters to the ties
    e.g. Parliament is to decide on the accord in autumn
    upcoming vote, ballot, referendum, poll, election, ratification
planned:deadline
    a day by which something must be done or decided
    e.g. The lease of the base runs out at the end of the year
    due date, time limit, cut-off date, last day
"""
