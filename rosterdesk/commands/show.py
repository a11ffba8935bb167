"""`show`: one record with everything related to it."""

import argparse
from collections.abc import Iterator

import msgspec

from rosterdesk.checks.judgement import Judgement
from rosterdesk.commands import findings, judging, plain_table
from rosterdesk.commands.context import Context
from rosterdesk.export.table import table
from rosterdesk.model.attributes import Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query
from rosterdesk.model.related import Related, related
from rosterdesk.model.rows import Record, text
from rosterdesk.store.reader import Reader

_SHOWN = 40  # related rows in text; JSON has them all
_BATCH = 2000


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print the record and its lists; raises `NothingStoredError` where there is none of that id."""
    asked = collection(arguments.collection)
    context.check_shown(asked.name)
    with context.reader(arguments.name) as reader:
        record = reader.record(asked.name, reader.key(asked.name, arguments.id))
        lists = related(asked.base, record.sourced_id, text(record.values.get("role")))
        lists = [each for each in lists if context.shows(each.query.collection)]
        source = context.source(arguments.name)
        judgement = judging.of_record(context, source, reader, asked.name, record.sourced_id)
        if arguments.format == "json":
            print(_json(reader, record, lists, judgement))
            return
        for line in (*_lines(reader, record, lists), *findings.of_record(judgement)):
            print(line)


def _json(reader: Reader, record: Record, lists: list[Related], judgement: Judgement) -> str:
    return msgspec.json.encode(
        {
            "record": msgspec.Raw(record.sent),
            "related": {each.name: list(_sent(reader, each.query)) for each in lists},
            "findings": judgement.findings,
        }
    ).decode()


def _sent(reader: Reader, query: Query) -> Iterator[msgspec.Raw]:
    keys = reader.keys(query)
    for start in range(0, len(keys), _BATCH):
        yield from (msgspec.Raw(sent) for sent in reader.sent(query.collection, keys[start : start + _BATCH]) if sent)


def _lines(reader: Reader, record: Record, lists: list[Related]) -> Iterator[str]:
    asked = collection(record.collection)
    yield plain_table.printable(record.title)
    values = ((field.title, text(record.values.get(field.name), field.kind)) for field in asked.fields)
    yield from plain_table.lines(("", ""), [value for value in values if value[1]])
    for each in lists:
        answer = table(reader, each.query, headers="titles")
        if not answer.count:
            continue
        yield ""
        yield f"{each.title} ({answer.count:,})"
        rows = ([text(value, kind) for value, kind in zip(row, answer.kinds, strict=True)] for row in answer.rows)
        shown = [row for row, _ in zip(rows, range(_SHOWN), strict=False)]
        yield from plain_table.lines(answer.headers, shown, [kind is Kind.NUMBER for kind in answer.kinds])
        if answer.count > _SHOWN:
            yield f"… and {answer.count - _SHOWN:,} more"
