"""Every code of CAMEO 1.1b3.

Its kind here, its domain, its Goldstein score, its mirror, and a title in our own words.
"""

from typing import Final

# code | contact or action | domain | Goldstein score | mirror | title. Sources and choices:
# SOURCES.md, "CAMEO". A long title is on a line of its own.
CODES: Final = """
01   | request                | diplomacy    |    0 |      | speaks in public
010  | request                | diplomacy    |    0 |      | makes a statement
011  | request                | diplomacy    | -0.1 |      | will not comment
012  | request                | diplomacy    | -0.4 |      | sounds pessimistic about
013  | request                | diplomacy    |  0.4 |      | sounds optimistic about
014  | request                | diplomacy    |    0 |      | weighs a course of action
015  | request                | diplomacy    |    0 |      | owns up to, or claims, a deed
016  | reject                 | diplomacy    |   -5 |      | denies having done it
017  | request                | diplomacy    |    0 |      | makes a symbolic gesture
018  | support                | diplomacy    |  3.4 |      | voices sympathy
019  | agree                  | diplomacy    |  3.4 |      | voices agreement
02   | request                | diplomacy    |    3 |      | appeals
020  | request                | diplomacy    |    3 |      | appeals or asks
021  | request:assist         | diplomacy    |  3.4 |      | asks for practical cooperation
0211 | request:assist         | trade        |  3.4 |      | asks for economic cooperation
0212 | request:assist         | defence      |  3.4 |      | asks for military cooperation
0213 | request:assist         | justice      |  3.4 |      | asks courts or police to cooperate
0214 | request:assist         | intelligence |  3.4 |      | asks for intelligence to be shared
022  | request:assist         | diplomacy    |  3.4 |      | asks for diplomatic backing
023  | request:assist         | humanitarian |  3.4 |      | asks for help
0231 | request:assist         | finance      |  3.4 |      | asks for economic help
0232 | request:assist         | defence      |  3.4 |      | asks for military help
0233 | request:assist         | humanitarian |  3.4 |      | asks for relief
0234 | request:assist         | security     |  3.4 |      |
       asks for troops to protect or keep the peace
024  | request:change         | society      | -0.3 |      | asks for reform
0241 | request:change         | society      | -0.3 |      | asks for other leaders
0242 | request:change         | diplomacy    | -0.3 |      | asks for another policy
0243 | request:change         | society      | -0.3 |      | asks for rights to be granted
0244 | request:change         | society      | -0.3 |      | asks for other institutions or regime
025  | request:yield          | diplomacy    | -0.3 |      | asks to give way
0251 | request:yield          | society      | -0.3 |      |
       asks for official restrictions to be eased
0252 | request:yield          | society      | -0.3 |      | asks for protest to be toned down
0253 | request:yield          | justice      | -0.3 |      |
       asks to let people go or hand property back
0254 | request:yield          | sanctions    | -0.3 |      | asks for economic sanctions to be eased
0255 | request:yield          | diplomacy    | -0.3 |      |
       asks to let outside observers or helpers in
0256 | request:yield          | security     | -0.3 |      | asks for fighting to be wound down
026  | request:meet           | diplomacy    |    4 |      | asks others to meet or talk
027  | request:meet           | diplomacy    |    4 |      | asks others to settle their dispute
028  | request:meet           | diplomacy    |    4 |      | asks for mediation, or to accept it
03   | agree                  | diplomacy    |    4 |      | plans to cooperate
030  | agree                  | diplomacy    |    4 | 030  | is ready to cooperate
031  | agree                  | diplomacy    |  5.2 | 031  | is ready for practical cooperation
0311 | agree                  | trade        |  5.2 | 0311 | is ready to cooperate in the economy
0312 | agree                  | defence      |  5.2 | 0312 | is ready to cooperate in defence
0313 | agree                  | justice      |  5.2 | 0313 | is ready to cooperate in justice
0314 | agree                  | intelligence |  5.2 | 0314 | is ready to cooperate in intelligence
032  | agree                  | diplomacy    |  4.5 | 032  | is ready to cooperate in diplomacy
033  | agree                  | humanitarian |  5.2 |      | promises help
0331 | agree                  | finance      |  5.2 |      | promises economic help
0332 | agree                  | defence      |  5.2 |      | promises military help
0333 | agree                  | humanitarian |  5.2 |      | promises relief
0334 | agree                  | security     |    6 |      |
       promises troops to protect or keep the peace
034  | agree                  | society      |    7 |      | promises reform
0341 | agree                  | society      |    7 |      | promises other leaders
0342 | agree                  | diplomacy    |    7 |      | promises another policy
0343 | agree                  | society      |    7 |      | promises rights
0344 | agree                  | society      |    7 |      | promises other institutions or regime
035  | agree                  | diplomacy    |    7 |      | promises to give way
0351 | agree                  | society      |    7 |      | promises to ease official restrictions
0352 | agree                  | society      |    7 |      | promises to tone protest down
0353 | agree                  | justice      |    7 |      |
       promises to let people go or hand property back
0354 | agree                  | sanctions    |    7 |      | promises to ease economic sanctions
0355 | agree                  | diplomacy    |    7 |      |
       promises to let outside observers or helpers in
0356 | agree                  | security     |    7 |      | promises to wind fighting down
036  | agree                  | diplomacy    |    4 | 036  | is ready to meet or talk
037  | agree                  | diplomacy    |    5 | 037  | is ready to settle the dispute
038  | agree                  | diplomacy    |    7 |      | is ready to accept mediation
039  | agree                  | diplomacy    |    5 |      | offers to mediate
04   | talks                  | diplomacy    |    1 | 04   | confers
040  | talks                  | diplomacy    |    1 | 040  | holds consultations
041  | call                   | diplomacy    |    1 | 041  | talks on the phone
042  | visit                  | diplomacy    |  1.9 | 043  | pays a visit
043  | visit                  | diplomacy    |  2.8 | 042  | receives a visit
044  | third-party            | diplomacy    |  2.5 | 044  | meets on neutral ground
045  | talks                  | diplomacy    |    5 |      | acts as mediator
046  | talks                  | diplomacy    |    7 | 046  | negotiates
05   | support                | diplomacy    |  3.5 |      | cooperates in diplomacy
050  | support                | diplomacy    |  3.5 | 050  | works together in diplomacy
051  | support                | diplomacy    |  3.4 |      | praises or backs
052  | support                | diplomacy    |  3.5 |      | speaks up for
053  | support                | diplomacy    |  3.8 |      | gathers support for
054  | support                | diplomacy    |    6 |      | recognises
055  | concede                | diplomacy    |    7 |      | says sorry
056  | support                | diplomacy    |    7 |      | pardons
057  | support                | diplomacy    |    8 | 057  | signs an agreement
06   | cooperate              | diplomacy    |    6 | 06   | cooperates in practice
060  | cooperate              | diplomacy    |    6 | 060  | works together in practice
061  | cooperate              | trade        |  6.4 | 061  | works together in the economy
062  | cooperate              | defence      |  7.4 | 062  | works together in defence
063  | cooperate              | justice      |  7.4 | 063  | works together in justice
064  | cooperate              | intelligence |    7 | 064  | shares intelligence
07   | aid                    | humanitarian |    7 |      | gives aid
070  | aid                    | humanitarian |    7 |      | gives help
071  | aid                    | finance      |  7.4 |      | gives economic help
072  | aid                    | defence      |  8.3 |      | gives military help
073  | aid                    | humanitarian |  7.4 |      | gives relief
074  | aid                    | security     |  8.5 |      |
       sends troops to protect or keep the peace
075  | aid                    | humanitarian |    7 |      | takes in as refugees
08   | concede                | diplomacy    |    5 |      | gives way
080  | concede                | diplomacy    |    5 |      | makes a concession
081  | concede                | society      |    5 |      | relaxes official restrictions
0811 | concede                | society      |    5 |      | relaxes limits on political freedoms
0812 | concede                | society      |    5 |      | lifts a ban on parties or politicians
0813 | concede                | society      |    5 |      | relaxes a curfew
0814 | concede                | society      |    5 |      | relaxes emergency or martial rule
082  | concede                | society      |    5 |      | tones protest down
083  | concede                | society      |    5 |      | grants reform
0831 | concede                | society      |    5 |      | gives in to calls for other leaders
0832 | concede                | diplomacy    |    5 |      | gives in to calls for another policy
0833 | concede                | society      |    5 |      | gives in to calls for rights
0834 | concede                | society      |    5 |      |
       gives in to calls for other institutions or regime
084  | retreat                | justice      |    7 |      | lets go or hands back
0841 | retreat:release        | justice      |    7 |      | lets people go
0842 | retreat                | justice      |    7 |      | hands property back
085  | retreat                | sanctions    |    7 |      | eases economic sanctions
086  | retreat:access         | diplomacy    |    9 |      | lets outside observers or helpers in
0861 | retreat:access         | security     |    9 |      | lets peacekeepers in
0862 | retreat:access         | security     |    9 |      | lets inspectors in
0863 | retreat:access         | humanitarian |    9 |      | lets relief through
087  | retreat:disarm         | security     |    9 |      | winds fighting down
0871 | retreat:ceasefire      | security     |    9 | 0871 | announces a ceasefire
0872 | retreat:withdraw       | security     |    9 |      | loosens a blockade
0873 | retreat:disarm         | defence      |    9 |      | stands troops down
0874 | retreat:withdraw       | defence      |   10 |      | pulls troops back or surrenders
09   | accuse:investigate     | justice      |   -2 |      | inquires
090  | accuse:investigate     | justice      |   -2 |      | looks into
091  | accuse:investigate     | justice      |   -2 |      | looks into crime or corruption
092  | accuse:investigate     | society      |   -2 |      | looks into abuse of human rights
093  | accuse:investigate     | defence      |   -2 |      | looks into military action
094  | accuse:investigate     | justice      |   -2 |      | looks into war crimes
10   | request                | diplomacy    |   -5 |      | makes demands
100  | request                | diplomacy    |   -5 |      | makes a demand
101  | request:assist         | diplomacy    |   -5 |      | insists on practical cooperation
1011 | request:assist         | trade        |   -5 |      | insists on economic cooperation
1012 | request:assist         | defence      |   -5 |      | insists on military cooperation
1013 | request:assist         | justice      |   -5 |      | insists that courts or police cooperate
1014 | request:assist         | intelligence |   -5 |      | insists on intelligence being shared
102  | request:assist         | diplomacy    |   -5 |      | insists on diplomatic backing
103  | request:assist         | humanitarian |   -5 |      | insists on help
1031 | request:assist         | finance      |   -5 |      | insists on economic help
1032 | request:assist         | defence      |   -5 |      | insists on military help
1033 | request:assist         | humanitarian |   -5 |      | insists on relief
1034 | request:assist         | security     |   -5 |      |
       insists on troops to protect or keep the peace
104  | request:change         | society      |   -5 |      | insists on reform
1041 | request:change         | society      |   -5 |      | insists on other leaders
1042 | request:change         | diplomacy    |   -5 |      | insists on another policy
1043 | request:change         | society      |   -5 |      | insists on rights
1044 | request:change         | society      |   -5 |      | insists on other institutions or regime
105  | request:yield          | diplomacy    |   -5 |      | insists on giving way
1051 | request:yield          | society      |   -5 |      |
       insists that official restrictions be eased
1052 | request:yield          | society      |   -5 |      | insists that protest be toned down
1053 | request:yield          | justice      |   -5 |      |
       insists on release of people or property
1054 | request:yield          | sanctions    |   -5 |      |
       insists that economic sanctions be eased
1055 | request:yield          | diplomacy    |   -5 |      |
       insists on outside observers or helpers being let in
1056 | request:yield          | security     |   -5 |      | insists that fighting be wound down
106  | request:meet           | diplomacy    |   -5 |      | insists on a meeting or talks
107  | request:meet           | diplomacy    |   -5 |      | insists that the dispute be settled
108  | request:meet           | diplomacy    |   -5 |      | insists on mediation
11   | accuse:disapprove      | diplomacy    |   -2 |      | objects
110  | accuse:disapprove      | diplomacy    |   -2 |      | shows disapproval
111  | accuse:disapprove      | diplomacy    |   -2 |      | criticises
112  | accuse:disapprove      | diplomacy    |   -2 |      | lays blame
1121 | accuse:allege          | justice      |   -2 |      | alleges crime or corruption
1122 | accuse:allege          | society      |   -2 |      | alleges abuse of human rights
1123 | accuse:allege          | defence      |   -2 |      | alleges aggression
1124 | accuse:allege          | justice      |   -2 |      | alleges war crimes
1125 | accuse:allege          | intelligence |   -2 |      | alleges spying or treason
113  | accuse:disapprove      | diplomacy    |   -2 |      | gathers opposition against
114  | accuse:allege          | diplomacy    |   -2 |      | lodges a complaint
115  | accuse:allege          | justice      |   -2 |      | goes to court against
116  | sanction:convict       | justice      |   -2 |      | convicts or holds liable
12   | reject                 | diplomacy    |   -4 |      | refuses
120  | reject                 | diplomacy    |   -4 |      | says no
121  | reject:assist          | diplomacy    |   -4 |      | refuses practical cooperation
1211 | reject:assist          | trade        |   -4 |      | refuses economic cooperation
1212 | reject:assist          | defence      |   -4 |      | refuses military cooperation
1213 | reject:assist          | justice      |   -4 |      | refuses to cooperate in justice
122  | reject:assist          | humanitarian |   -4 |      | turns a plea for help down
1221 | reject:assist          | finance      |   -4 |      | turns a plea for economic help down
1222 | reject:assist          | defence      |   -4 |      | turns a plea for military help down
1223 | reject:assist          | humanitarian |   -4 |      | turns a plea for relief down
1224 | reject:assist          | security     |   -4 |      |
       turns a plea for protection or peacekeepers down
123  | reject:change          | society      |   -4 |      | refuses reform
1231 | reject:change          | society      |   -4 |      | refuses to change leaders
1232 | reject:change          | diplomacy    |   -4 |      | refuses to change policy
1233 | reject:change          | society      |   -4 |      | refuses rights
1234 | reject:change          | society      |   -4 |      |
       refuses to change institutions or regime
124  | reject:yield           | diplomacy    |   -4 |      | will not give way
1241 | reject:yield           | society      |   -4 |      | will not ease official restrictions
1242 | reject:yield           | society      |   -4 |      | will not tone protest down
1243 | reject:yield           | justice      |   -4 |      |
       will not let people go or hand property back
1244 | reject:yield           | sanctions    |   -4 |      | will not ease economic sanctions
1245 | reject:yield           | diplomacy    |   -4 |      |
       will not let outside observers or helpers in
1246 | reject:yield           | security     |   -4 |      | will not wind fighting down
125  | reject:meet            | diplomacy    |   -5 |      | will not meet or talk
126  | reject:meet            | diplomacy    |   -5 |      | turns mediation down
127  | reject:meet            | diplomacy    |   -5 |      | turns a peace plan down
128  | reject:yield           | justice      |   -5 |      | defies law or norms
129  | reject:yield           | diplomacy    |   -5 |      | casts a veto
13   | threaten               | diplomacy    |   -6 |      | makes threats
130  | threaten               | diplomacy    | -4.4 |      | utters a threat
131  | threaten               | diplomacy    | -5.8 |      | threatens, short of force
1311 | threaten:relations     | humanitarian | -5.8 |      | threatens to cut aid
1312 | threaten:restrict      | sanctions    | -5.8 |      | threatens sanctions
1313 | threaten:relations     | diplomacy    | -5.8 |      | threatens to cut relations
132  | threaten:restrict      | society      | -5.8 |      | threatens official restrictions
1321 | threaten:restrict      | society      | -5.8 |      | threatens political freedoms
1322 | threaten:restrict      | society      | -5.8 |      |
       threatens parties or politicians with a ban
1323 | threaten:restrict      | society      | -5.8 |      | threatens a curfew
1324 | threaten:restrict      | society      | -5.8 |      | threatens emergency or martial rule
133  | threaten:relations     | society      | -5.8 |      | threatens protests
134  | threaten:relations     | diplomacy    | -5.8 |      | threatens to walk out of talks
135  | threaten:relations     | diplomacy    | -5.8 |      | threatens to stop mediating
136  | threaten:expel         | diplomacy    |   -7 |      |
       threatens to end an international mission
137  | threaten:violence      | society      |   -7 |      | threatens a crackdown
138  | threaten:violence      | defence      |   -7 |      | threatens force
1381 | threaten:restrict      | transit      |   -7 |      | threatens a blockade
1382 | threaten:territory     | territory    |   -7 |      | threatens to seize territory
1383 | threaten:violence      | security     |   -7 |      | threatens irregular violence
1384 | threaten:violence      | defence      |   -7 |      | threatens an attack
1385 | threaten:violence      | defence      |   -7 |      | threatens weapons of mass destruction
139  | threaten:relations     | diplomacy    |   -7 |      | sets an ultimatum
14   | protest                | society      | -6.5 |      | protests
140  | protest                | society      | -6.5 |      | voices dissent
141  | protest:demo           | society      | -6.5 |      | takes to the streets
1411 | protest:demo           | society      | -6.5 |      | takes to the streets for other leaders
1412 | protest:demo           | society      | -6.5 |      | takes to the streets for another policy
1413 | protest:demo           | society      | -6.5 |      | takes to the streets for rights
1414 | protest:demo           | society      | -6.5 |      |
       takes to the streets for other institutions or regime
142  | protest:hunger         | society      | -6.5 |      | goes on hunger strike
1421 | protest:hunger         | society      | -6.5 |      | goes on hunger strike for other leaders
1422 | protest:hunger         | society      | -6.5 |      |
       goes on hunger strike for another policy
1423 | protest:hunger         | society      | -6.5 |      | goes on hunger strike for rights
1424 | protest:hunger         | society      | -6.5 |      |
       goes on hunger strike for other institutions or regime
143  | protest:boycott        | society      | -6.5 |      | strikes or boycotts
1431 | protest:boycott        | society      | -6.5 |      | strikes or boycotts for other leaders
1432 | protest:boycott        | society      | -6.5 |      | strikes or boycotts for another policy
1433 | protest:boycott        | society      | -6.5 |      | strikes or boycotts for rights
1434 | protest:boycott        | society      | -6.5 |      |
       strikes or boycotts for other institutions or regime
144  | protest:obstruct       | society      | -7.5 |      | blocks the way
1441 | protest:obstruct       | society      | -7.5 |      | blocks the way for other leaders
1442 | protest:obstruct       | society      | -7.5 |      | blocks the way for another policy
1443 | protest:obstruct       | society      | -7.5 |      | blocks the way for rights
1444 | protest:obstruct       | society      | -7.5 |      |
       blocks the way for other institutions or regime
145  | protest:riot           | society      | -7.5 |      | riots
1451 | protest:riot           | society      | -7.5 |      | riots for other leaders
1452 | protest:riot           | society      | -7.5 |      | riots for another policy
1453 | protest:riot           | society      | -7.5 |      | riots for rights
1454 | protest:riot           | society      | -7.5 |      | riots for other institutions or regime
15   | mobilize               | defence      | -7.2 |      | shows strength
150  | mobilize               | defence      | -7.2 |      | shows military or police strength
151  | mobilize:police        | security     | -7.2 |      | puts police on alert
152  | mobilize:troops        | defence      | -7.2 |      | puts troops on alert
153  | mobilize:police        | security     | -7.2 |      | calls police up
154  | mobilize:troops        | defence      | -7.2 |      | calls troops up
16   | sanction               | diplomacy    |   -4 |      | loosens ties
160  | sanction               | diplomacy    |   -4 |      | cuts back relations
161  | sanction:withdraw      | diplomacy    |   -4 |      | cuts back or breaks off diplomatic ties
162  | sanction:discontinue   | humanitarian | -5.6 |      | cuts aid
1621 | sanction:discontinue   | finance      | -5.6 |      | cuts economic help
1622 | sanction:discontinue   | defence      | -5.6 |      | cuts military help
1623 | sanction:discontinue   | humanitarian | -5.6 |      | cuts relief
163  | sanction:discontinue   | sanctions    |   -8 |      | imposes sanctions
164  | sanction:withdraw      | diplomacy    | -6.5 |      | breaks off talks
165  | sanction:withdraw      | diplomacy    |   -7 |      | breaks off mediation
166  | sanction:expel         | diplomacy    |   -7 |      | expels, or pulls out
1661 | sanction:expel         | security     |   -7 |      | expels or pulls out peacekeepers
1662 | sanction:expel         | security     |   -7 |      |
       expels or pulls out inspectors or observers
1663 | sanction:expel         | humanitarian |   -7 |      | expels or pulls out relief workers
17   | coerce                 | security     |   -7 |      | uses pressure
170  | coerce                 | security     |   -7 |      | uses coercion
171  | coerce:seize           | justice      | -9.2 |      | takes or damages property
1711 | coerce:seize           | justice      | -9.2 |      | takes property
1712 | assault:destroy        | security     | -9.2 |      | wrecks property
172  | coerce:restrict        | society      |   -5 |      | imposes official restrictions
1721 | coerce:restrict        | society      |   -5 |      | curbs political freedoms
1722 | coerce:restrict        | society      |   -5 |      | bans parties or politicians
1723 | coerce:curfew          | society      |   -5 |      | declares a curfew
1724 | coerce:martial-law     | society      |   -5 |      | declares emergency or martial rule
173  | coerce:arrest          | justice      |   -5 |      | arrests or charges
174  | coerce:deport          | justice      |   -5 |      | deports
175  | assault:crowd-control  | society      |   -9 |      | cracks down with violence
18   | assault                | security     |   -9 |      | attacks
180  | assault                | security     |   -9 |      | uses irregular violence
181  | assault:abduct         | security     |   -9 |      | kidnaps or hijacks
182  | assault:beat           | security     | -9.5 |      | beats or hurts
1821 | assault:sexual         | security     |   -9 |      | commits sexual violence
1822 | assault:torture        | security     |   -9 |      | tortures
1823 | assault                | security     |  -10 |      | beats to death
183  | assault:suicide-attack | security     |  -10 |      | bombs, other than by the military
1831 | assault:suicide-attack | security     |  -10 |      | bombs in a suicide attack
1832 | assault:explosives     | security     |  -10 |      | bombs from a car
1833 | assault:explosives     | security     |  -10 |      | bombs a road
184  | assault:abduct         | security     |   -8 |      | hides behind human shields
185  | assault:targeted       | security     |   -8 |      | tries to kill a chosen person
186  | assault:targeted       | security     |  -10 |      | kills a chosen person
19   | assault                | defence      |  -10 |      | wages war
190  | assault                | defence      |  -10 |      | uses military force
191  | coerce:restrict        | transit      | -9.5 |      | blockades
192  | coerce:seize           | territory    | -9.5 |      | occupies
193  | assault:firearms       | defence      |  -10 |      | fights with small arms
194  | assault:heavy-weapons  | defence      |  -10 |      | fights with heavy weapons
195  | assault:aerial         | defence      |  -10 |      | strikes from the air
196  | assault                | defence      | -9.5 |      | breaks a ceasefire
20   | assault:unconventional | security     |  -10 |      | uses mass violence
200  | assault:unconventional | security     |  -10 |      | commits mass violence
201  | assault:unconventional | security     | -9.5 |      | drives people out in masses
202  | assault:unconventional | security     |  -10 |      | kills in masses
203  | assault:unconventional | security     |  -10 |      | cleanses ethnically
204  | assault:unconventional | defence      |  -10 |      | uses weapons able to kill masses
2041 | assault:unconventional | defence      |  -10 |      |
       uses chemical, biological or radiological arms
2042 | assault:unconventional | defence      |  -10 |      | explodes nuclear arms
"""
