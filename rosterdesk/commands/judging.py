"""Judging as commands do it: by the source's own rules, and with what is known from earlier times."""

import hmac
import secrets
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import UNSET, structs

from rosterdesk import credentials
from rosterdesk.checks import absences, exemptions, profile, rules
from rosterdesk.checks.found import hashed
from rosterdesk.checks.judgement import Finding, Judgement
from rosterdesk.checks.profile import Profile
from rosterdesk.checks.run import judge
from rosterdesk.commands.context import Context
from rosterdesk.errors import StoreError
from rosterdesk.model.fields import collection
from rosterdesk.model.judged import Absence, Exemption, FindingKey
from rosterdesk.settings import Source
from rosterdesk.store.judgements import Judgements
from rosterdesk.store.reader import Reader

_TREND = 30
_COMPARING = {"USR-04", "USR-05", "USR-06", "USR-15", "USR-17", "USR-19"}
"""Rules that take seconds for one person among hundreds of thousands."""
_LARGE = 30_000  # people


def today() -> date:
    """The day that is judged: a school day is local."""
    return date.today()  # noqa: DTZ011


def profile_of(context: Context, source: Source, given: str | None = None) -> Profile:
    """The profile in the file that was given, else that of the source; raises `StoreError`, and `UsageError`."""
    return (
        profile.read(Path(given).expanduser(), needed=True) if given else profile.read(context.data_dir.rules(source))
    )


def salt(context: Context, name: str) -> bytes:
    """What ids are hashed with: a source's own as long as its local copy is kept, of a bundle this report's alone."""
    if context.bundle:
        return secrets.token_bytes(32)
    return hmac.digest(_key(context, context.source(name)), b"ids in a safe report", "sha256")


def memory(context: Context, source: Source) -> Judgements:
    """What is remembered of judging the source; raises `StoreError`."""
    return Judgements(context.data_dir.store(source), _key(context, source))


def of_record(
    context: Context, source: Source, reader: Reader, name: str, sourced_id: str, *, thorough: bool = False
) -> Judgement:
    """What the rules of the source find on one record; raises `NothingStoredError` where there is none.

    In a large roster, what is not `thorough` leaves out the rules that look at everybody to judge one, and says so.
    """
    base = collection(name).base
    chosen = profile_of(context, source)
    asked = [
        rule
        for rule in chosen.chosen(rules.RULES, rules.chosen((), of_files=False))
        if rule.collection in {"", base}
        and any(base in question.needs for question in rule.questions)
        and not (source.bundle and rule.of_files)  # they are judged in its files, where no record is alone
    ]
    left = [rule for rule in asked if rule.id in _COMPARING and not thorough and _is_large(reader)]
    judgement = judge(
        reader,
        [rule for rule in asked if rule not in left],
        today=today(),
        version="" if source.bundle else source.oneroster,
        profile=chosen,
        only=(base, reader.key(base, sourced_id)),
    )
    if left:
        ids = ", ".join(rule.id for rule in left)
        context.remark(f"These rules look at everybody, and are left to check --record: {ids}.")
    return known(context, source, judgement)


def _is_large(reader: Reader) -> bool:
    return reader.tally().get(("users", ""), 0) > _LARGE


def absences_of(
    context: Context, source: Source, reader: Reader, judgement: Judgement, *, ask: bool, salt: bytes | None
) -> dict[tuple[str, str], Absence]:
    """What the service said, of late or now where it is to be asked, of what is referred to and not here."""
    if context.bundle or source.bundle or not (ask or Judgements.exist(context.data_dir.store(source))):
        return {}
    now = datetime.now(UTC)
    try:
        with memory(context, source) as kept:
            known = kept.absences(now)
            if ask and salt is None:
                from rosterdesk.commands import asking  # noqa: PLC0415 - few checks need the network

                causes = asking.absent(reader, absences.referred(judgement.findings))
                new = [each for each in causes if (each.collection, each.sourced_id) not in known]
                found = asking.asked(context, source, new)
                kept.answered(now, found)
                known |= found
    except StoreError as error:
        context.remark(f"What the service said before is not known. {error}")
        return {}
    return known if salt is None else {(name, hashed(of, salt)): absence for (name, of), absence in known.items()}


def remember(context: Context, source: Source, judgement: Judgement, *, run: int | None) -> None:
    """Keep what was found, and what the rules that looked find no more; where everything was judged, as it was after
    the `run`, how much too.
    """
    if context.bundle:
        return
    now = datetime.now(UTC)
    try:
        with memory(context, source) as kept:
            ran = [each.id for each in judgement.rules if each.state == "run" and (each.unasked or not each.why)]
            unasked = [(each.id, name) for each in judgement.rules for name in each.unasked]
            found = {each.key for each in judgement.findings}
            kept.remember(now, ran, found, unasked)
            if run is not None:
                excepted = kept.exemptions()
                unseen = _unseen(kept.since().keys() - found, excepted)
                kept.count(now, run, _counts(exemptions.applied(judgement, excepted, today()), unseen))
    except StoreError as error:
        context.remark(f"What was found could not be remembered. {error}")


def known(context: Context, source: Source, judgement: Judgement, salt: bytes | None = None) -> Judgement:
    """The judgement with what is known of it: since when each is found, what is excepted, how it was before.

    With the salt of a safe judgement, nothing of this names anybody either.
    """
    if context.bundle or not Judgements.exist(context.data_dir.store(source)):
        return judgement
    try:
        with memory(context, source) as kept:
            since, excepted, trend = kept.since(), kept.exemptions(), kept.judgings(_TREND)
    except StoreError as error:
        context.remark(f"What was found before, and what is excepted, is not known. {error}")
        return judgement
    if salt is not None:
        since = {(rule, name, hashed(of, salt), field): first for (rule, name, of, field), first in since.items()}
        excepted = [_safe(each, salt) for each in excepted]
    dated = structs.replace(judgement, findings=[_dated(each, since) for each in judgement.findings], trend=trend)
    return exemptions.applied(dated, excepted, today())


def _unseen(left: Collection[FindingKey], excepted: Collection[Exemption]) -> Counter[str]:
    """By rule how many of these, which were found before and not looked at this time, count."""
    right = {each.about for each in excepted if each.holds(today())}
    return Counter(key[0] for key in left if key[:3] not in right)


def _counts(judgement: Judgement, unseen: Counter[str]) -> dict[str, dict[str, int]]:
    """By rule and severity how much there is; what a rule could not look at is as severe as the rule."""
    return {
        each.id: dict(Counter({**each.counts}) + Counter({each.severity: unseen[each.id]}))
        for each in judgement.rules
        if each.count or unseen[each.id]
    }


def _dated(finding: Finding, since: Mapping[FindingKey, str]) -> Finding:
    return structs.replace(finding, since=since.get(finding.key, UNSET))


def _safe(exemption: Exemption, salt: bytes) -> Exemption:
    return structs.replace(exemption, sourced_id=hashed(exemption.sourced_id, salt), reason="", who="")


def _key(context: Context, source: Source) -> bytes:
    return credentials.store_key(context.vault, source.uid, create=False)
