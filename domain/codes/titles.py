"""Titles in our own words for what a draft proposes, by what happens."""

from typing import Final

# `{a}` does it to `{b}`, or with it. A phrase may have no title: then its `what` is written out.
TITLES: Final = """
visit: {a} and {b} meet on a visit
call: {a} and {b} speak by phone
talks: {a} and {b} hold talks
summit: {a} and {b} meet at a summit
third-party: {a} mediates with {b}
failed-talks: {a} and {b} talk without a result
agree: {a} and {b} agree to work together
consult: {a} and {b} consult
support: {a} backs {b}
support=: {a} and {b} sign an agreement
concede: {a} gives way to {b}
request: {a} calls on {b} to act
request:assist: {a} asks {b} for help
request:change: {a} asks {b} for another policy
request:yield: {a} asks {b} to give way
request:meet: {a} proposes a meeting to {b}
accuse: {a} blames {b}
accuse:disapprove: {a} criticises {b}
accuse:investigate: {a} investigates {b}
accuse:allege: {a} accuses {b}
reject: {a} rejects what {b} says
reject:assist: {a} refuses help to {b}
reject:yield: {a} refuses to give way to {b}
reject:meet: {a} refuses to meet {b}
threaten: {a} threatens {b}
threaten:restrict: {a} threatens {b} with restrictions
threaten:arrest: {a} threatens {b} with arrests
threaten:relations: {a} threatens to cut ties with {b}
threaten:expel: {a} threatens to expel people of {b}
threaten:territory: {a} threatens to take land of {b}
threaten:violence: {a} threatens {b} with force
summon: {a} summons an envoy of {b}
protest-note: {a} protests to {b}
condemn: {a} condemns {b}
expel-diplomats: {a} expels diplomats of {b}
recognise: {a} recognises {b}
exercise: {a} and {b} hold an exercise
arms-sale: {a} sells arms to {b}
veto: {a} vetoes what {b} proposed
call-off: {a} calls off a meeting with {b}
ceasefire-call: {a} calls on {b} to stop fighting
withdraw-troops: {a} withdraws troops from {b}
release-prisoners: {a} releases prisoners of {b}
lift-restriction: {a} lifts a restriction on {b}
planned:call: {a} and {b} are to speak by phone
planned:visit: {a} and {b} are to meet on a visit
planned:talks: {a} and {b} are to hold talks
planned:summit: {a} and {b} are to meet at a summit
planned:vote: {a} is to vote on {b}
cooperate: {a} works with {b}
aid: {a} sends aid to {b}
sanction: {a} cuts dealings with {b} back
sanction:withdraw: {a} leaves an accord or talks with {b}
sanction:discontinue: {a} stops supplies or aid to {b}
sanction:expel: {a} expels people of {b}
mobilize:troops: {a} moves troops against {b}
mobilize:weapons: {a} tests or moves weapons against {b}
coerce:seize: {a} seizes property of {b}
coerce:restrict: {a} restricts {b}
coerce:arrest: {a} detains people of {b}
coerce:cyber: {a} attacks networks of {b}
assault: {a} attacks {b}
assault=: {a} and {b} fight
assault:abduct: {a} abducts people of {b}
assault:targeted: {a} kills people of {b}
assault:firearms: {a} fires on {b}
assault:aerial: {a} strikes {b} from the air
assault:drone: {a} strikes {b} with drones
assault:heavy-weapons: {a} shells {b}
protest:demo: People of {a} protest against {b}
instrument:alliance: {a} and {b} are allies
instrument:base: {a} has a base in {b}
instrument:treaty: {a} and {b} have a treaty
instrument:sanctions: {a} imposes sanctions on {b}
instrument:comprehensive-sanctions: {a} imposes sweeping sanctions on {b}
instrument:embargo: {a} puts an embargo on {b}
instrument:arms-embargo: {a} stops arms for {b}
instrument:trade-restriction: {a} restricts trade with {b}
instrument:trade-agreement: {a} and {b} have a trade agreement
instrument:transit-restriction: {a} limits passage for {b}
instrument:transit-ban: {a} bars passage to {b}
instrument:territorial-control: {a} takes land of {b}
instrument:territorial-claim: {a} claims land of {b}
instrument:armed-conflict: {a} is at war with {b}
instrument:relations-severed: {a} breaks off relations with {b}
instrument:relations-downgraded: {a} lowers relations with {b}
instrument:ambassador-recalled: {a} recalls its ambassador to {b}
instrument:border-closed: {a} closes its border to {b}
instrument:airspace-closed: {a} closes its airspace to {b}
instrument:recognition-withheld: {a} does not recognise {b}
instrument:peace-treaty: {a} and {b} make peace
instrument:ceasefire: {a} and {b} have a ceasefire
instrument:visa-free: {a} and {b} lift visas
stance:favourable: {a} is against sanctions on {b}
stance:critical: {a} is critical of {b}
stance:critical=: {a} and {b} differ
release-prisoners=: {a} and {b} exchange prisoners
stance:opposes: {a} opposes {b}
stance:supports: {a} supports {b}
link:close: Close ties of {a} and {b}
link:dependence: {a} depends on {b}
assessment:strained: Ties of {a} and {b} are called strained
assessment:good-ties: Ties of {a} and {b} are called good
assessment:positive-agenda: {a} and {b} speak of a positive agenda
geography:maritime-border: {a} and {b} share a sea border
geography:land-border: {a} and {b} share a border
"""
