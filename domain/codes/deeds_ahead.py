"""Phrases that change what a deed is: it is planned, promised, threatened, refused or denied."""

from typing import Final

# A mode, then the words before a deed that mean it. Of two that end at the same word the longer
# counts.
MODES: Final = """
ahead: will, would, 'll, shall, plan to, plans to, planned to, planning to, is to, are to, was to
ahead: were to, due to, expected to, scheduled to, scheduled for, set to, intend to, intends to
ahead: going to, preparing to, prepares to, aims to, is due, are due, upcoming, planned, scheduled
ahead: will be, would be, to be, be held, wants to, hopes to, announced plans to, planning, plans
ahead: proposed, forthcoming, on the eve of, ahead of
decided: decided to, decides to, voted to, votes to, moved to, approved
accord: agreed to, agrees to, agree to, agreed on
decided: managed to, began to, started to, continued to
promise: pledged to, pledges to, promised to, promises to, vowed to, vows to, committed to
promise: promising to
offer: offered to, offers to, ready to, willing to, prepared to, offering to
threat: threatened to, threatens to, threatening to, threatened with, threatens, threatened
threat: warned it would, warned that it would, warned it could, warned that it could
threat: warned it might, warned that it might, vowed to, ready to
refuse: refused to, refuses to, refusing to, declined to, declines to, will not, would not, won't
refuse: ruled out, rules out, wouldn't, refused, rejected calls to, rejected a call to
refuse: rejected demands to, rejects, rejected, resisted calls to, never
not: not, n't, didn't, hasn't, haven't, hadn't, isn't, wasn't, doesn't, don't, without, no longer
not: failed to, stopped short of, short of, nor, neither, instead of, rather than, unable to
not: not meant to, not mean to, not intended to, not intend to, no plans to, no plan to
not: no intention of, rarely, seldom, hardly, did not, has not, have not, had not, no
maybe: may, might, could, should, if, unless, whether, considering, consider, possible, likely to
maybe: must, can, able to, in case, calls for, call for, potential, needs to, need to, ought to
maybe: efforts to, effort to, attempt to, attempts to, bid to, trying to, tried to, tries to
maybe: proposal to, law to, bill to, way to
maybe: ability to, permission to, licence to, mandate to
maybe: chance to, seeking to, sought to, seeks to, plans for, hopes of, prospect of, in order to
maybe: about, discussing, weighing, mulling, urge, fears of, fear of, risk of, possibility of
deny: denied, denies, denying, deny, denied having, denied that it, denied it, denies having
deny: denied reports that, denied claims that, denied allegations that, denied reports of
deny: denied accusations that, denied accusations of
deny: denied any, denied carrying out, denied involvement in, denied responsibility for, denied that
"""
