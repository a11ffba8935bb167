"""Answers as each version of OneRoster words them: envelopes, pages, links, errors and warnings."""

from collections.abc import Mapping
from urllib.parse import quote

import msgspec
from starlette.datastructures import URL
from starlette.responses import Response

from rosterdesk.demo.editions import Edition
from rosterdesk.demo.filters import InvalidFilterError, Test, parse, values
from rosterdesk.demo.roster import Answer, Listing
from rosterdesk.demo.vocabulary import NUMBERS, Fields, known
from rosterdesk.demo.wire import Record
from rosterdesk.model.fields import COLLECTIONS

USUAL_PAGE, LARGEST_PAGE = 100, 10_000

_MINORS_1P2 = {
    "unauthorized": "unauthorisedrequest",
    "unknown object": "unknownobject",
    "invalid data": "invaliddata",
    "invalid_blank_selection_field": "invalid_selection_field",
}
"""What 1.2 says where its word is another than that of 1.1."""


class InvalidRequestError(ValueError):
    """The request is refused with 400; `minor` is the standard's word for why."""

    def __init__(self, minor: str, why: str) -> None:
        super().__init__(why)
        self.minor = minor


def status(minor: str, why: str, *, failure: bool = True) -> Record:
    """One entry of the standard's status, an error or a warning."""
    return {
        "imsx_codeMajor": "failure" if failure else "success",
        "imsx_severity": "error" if failure else "warning",
        "imsx_messageRefIdentifier": "",
        "imsx_operationRefIdentifier": "",
        "imsx_description": why,
        "imsx_codeMinor": minor,
    }


def refusal(edition: Edition, code: int, minor: str, why: str, headers: dict[str, str] | None = None) -> Response:
    """An error in the body of that version; `minor` is 1.1's word for it."""
    body: Record = {"statusInfoSet": [status(minor, why)]}
    if edition.version == "1.2":
        field = {
            "imsx_codeMinorFieldName": "TargetEndSystem",
            "imsx_codeMinorFieldValue": _MINORS_1P2.get(minor, minor),
        }
        body = {
            "imsx_codeMajor": "failure",
            "imsx_severity": "error",
            "imsx_description": why,
            "imsx_CodeMinor": {"imsx_codeMinorField": [field]},
        }
    return Response(msgspec.json.encode(body), code, headers, "application/json")


class Asked(msgspec.Struct, frozen=True):
    """The query parameters of a request, read and checked."""

    limit: int
    offset: int
    filter: str
    sort: str
    descending: bool
    fields: tuple[str, ...]
    warnings: tuple[Record, ...]


def asked(query: Mapping[str, str], collection: str, edition: Edition) -> Asked:
    """Reads the query parameters; raises `InvalidRequestError`. An unknown field to sort by or to select is a warning
    in 1.1; 1.2 refuses to select one, and passes over a sort."""
    warnings = []
    sort = query.get("sort", "")
    fields = _selected(query)
    if sort and not known(edition.fields[collection], sort):
        sort = ""
        warnings.append(status("invalid_sort_field", "There is no such field to sort by.", failure=False))
    if any(field not in edition.fields[collection] for field in fields):
        if edition.version == "1.2":
            raise InvalidRequestError("invalid_selection_field", "A selected field is not known.")
        fields = ()
        warnings.append(status("invalid_selection_field", "A selected field is not known.", failure=False))
    return Asked(
        limit=min(_number(query, "limit", USUAL_PAGE, least=1), LARGEST_PAGE),
        offset=_number(query, "offset", 0, least=0),
        filter=query.get("filter", ""),
        sort=sort,
        descending=query.get("orderBy", "asc") == "desc",
        fields=fields,
        warnings=tuple(warnings) if edition.version == "1.1" else (),
    )


def _selected(query: Mapping[str, str]) -> tuple[str, ...]:
    if "fields" not in query:
        return ()
    fields = tuple(field.strip() for field in query["fields"].split(","))
    if not all(fields):
        raise InvalidRequestError("invalid_blank_selection_field", "A blank field cannot be selected.")
    return fields


def _number(query: Mapping[str, str], name: str, usual: int, *, least: int) -> int:
    text = query.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) < least:
        raise InvalidRequestError("invalid data", f"{name} has to be a whole number from {least}.")
    return int(text)


class Selections:
    """Filtered and sorted lists, the last few kept, so that the next page of one costs nothing."""

    def __init__(self, keep: int = 16) -> None:
        self._kept: dict[tuple[str, ...], Listing] = {}
        self._keep = keep

    def forget(self) -> None:
        """The district was changed."""
        self._kept.clear()

    def of(self, path: str, answer: Answer, request: Asked, fields: Fields) -> Listing:
        """The records of the answer that are asked for, in the order asked for; raises `InvalidRequestError`."""
        if not (request.filter or request.sort):
            return answer.records
        key = (path, request.filter, request.sort, str(request.descending))
        found = self._kept.pop(key, None)
        if found is None:
            found = _selection(answer, request, fields)
        self._kept[key] = found  # the latest last
        while len(self._kept) > self._keep:
            del self._kept[next(iter(self._kept))]
        return found


def _selection(answer: Answer, request: Asked, fields: Fields) -> Listing:
    found = answer.records
    if request.filter:
        found = list(filter(_test(request.filter, fields), found))
    if request.sort:
        with_value = [record for record in found if values(record, request.sort)]
        without = [record for record in found if not values(record, request.sort)]
        found = sorted(with_value, key=lambda each: _sort_key(each, request.sort), reverse=request.descending) + without
    return found


def _test(text: str, fields: Fields) -> Test:
    try:
        return parse(text, fields)
    except InvalidFilterError as error:
        raise InvalidRequestError("invalid_filter_field", str(error)) from None


def _sort_key(record: Record, field: str) -> list[str] | list[float]:
    found = values(record, field)
    return [float(value) for value in found] if field in NUMBERS else [value.casefold() for value in found]


def page(answer: Answer, records: Listing, request: Asked, url: URL) -> Response:
    """A page of a list, with the count of the whole and the links to the other pages."""
    part = _chosen(records[request.offset : request.offset + request.limit], request)
    body: Record = {answer.collection: part}
    if request.warnings:
        body["statusInfoSet"] = request.warnings
    headers = {"X-Total-Count": str(len(records)), "Link": _links(url, request, len(records))}
    return Response(msgspec.json.encode(body), 200, headers, "application/json")


def single(answer: Answer, request: Asked) -> Response:
    """One record in its envelope."""
    body: Record = {COLLECTIONS[answer.collection].singular: _chosen(answer.records, request)[0]}
    if request.warnings:
        body["statusInfoSet"] = request.warnings
    return Response(msgspec.json.encode(body), 200, None, "application/json")


def _chosen(records: Listing, request: Asked) -> Listing:
    if not request.fields:
        return records
    return [{field: record[field] for field in request.fields if field in record} for record in records]


def _links(url: URL, request: Asked, total: int) -> str:
    """The `Link` header of RFC 8288."""
    last = max(0, (total - 1) // request.limit * request.limit)
    offsets = {"first": 0, "last": last}
    if request.offset > 0:
        offsets["prev"] = max(0, request.offset - request.limit)
    if request.offset + request.limit < total:
        offsets["next"] = request.offset + request.limit
    kept = {"filter": request.filter, "sort": request.sort, "fields": ",".join(request.fields)}
    if request.sort:
        kept["orderBy"] = "desc" if request.descending else "asc"
    tail = "".join(f"&{name}={quote(value, safe='')}" for name, value in kept.items() if value)
    return ", ".join(
        f'<{url}?limit={request.limit}&offset={offset}{tail}>; rel="{rel}"' for rel, offset in offsets.items()
    )
