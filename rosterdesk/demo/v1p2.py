"""The district's records as a 1.2 source sends them: made from those of 1.1, a collection at a time, when asked for.

Users get roles in place of a role and orgs, and profiles; what 1.1 called an administrator is one of a site or of the
whole district. Line items name their school and scale, results their class and their flags.
"""

from collections.abc import Callable, Mapping

from rosterdesk.demo.editions import EDITION_1P2
from rosterdesk.demo.materials import staff_tool
from rosterdesk.demo.wire import COLLECTIONS, Record, reference
from rosterdesk.model import fields

_ADMINISTRATORS = {"district": "districtAdministrator", "school": "siteAdministrator"}


class Successor:
    """Makes the records of 1.2 from those of 1.1. References to one record stay one and the same object."""

    def __init__(self, collections: Mapping[str, list[Record]]) -> None:
        self._collections = collections
        self._refs: dict[tuple[str, str], Record] = {}
        self._by_id: dict[str, dict[str, Record]] = {}

    def records(self, collection: str) -> list[Record]:
        """All records of the collection, in the shape of 1.2."""
        changes: Mapping[str, Callable[[Record], None]] = {
            "users": self._user,
            "lineItems": self._line_item,
            "results": self._result,
            "assessmentResults": self._flags,
        }
        made = [
            {name: self._value(value) for name, value in record.items()} for record in self._collections[collection]
        ]
        if change := changes.get(collection):
            for record in made:
                change(record)
        return made

    def _value(self, value: object) -> object:
        """A value with its references pointing to the addresses of 1.2."""
        if isinstance(value, dict) and "href" in value:
            return self._refer(value["type"], value["sourcedId"])
        if isinstance(value, list) and value and isinstance(value[0], dict) and "href" in value[0]:
            return [self._refer(ref["type"], ref["sourcedId"]) for ref in value]
        return value

    def _refer(self, kind: str, sourced_id: str) -> Record:
        found = self._refs.get((kind, sourced_id))
        if found is None:
            base = EDITION_1P2.bases[fields.COLLECTIONS[COLLECTIONS[kind]].service]
            found = self._refs[kind, sourced_id] = reference(kind, sourced_id, base)
        return found

    def _user(self, user: Record) -> None:
        role, orgs = user.pop("role"), user.pop("orgs")
        user["userMasterIdentifier"] = user.get("identifier", user["username"])
        # Primary at each: the standard wants one such role at every org, and has `primaryOrg` for the foremost.
        user["roles"] = [{"roleType": "primary", "role": self._role(role, org), "org": org} for org in orgs]
        if orgs:
            user["primaryOrg"] = orgs[0]
        if role == "teacher":
            profile = f"gradebook.lakeside.example/profiles/{user['username']}"  # a URI that CSV can have for an id
            credentials = [{"type": "username", "username": user["username"]}]
            user["userProfiles"] = [
                {
                    "profileId": profile,
                    "profileType": "gradebook",
                    "vendorId": "lakeside.unified",
                    "credentials": credentials,
                }
            ]
            for place in user["roles"][:1]:
                place["userProfile"] = profile
            user["resources"] = [self._refer("resource", staff_tool(self._collections["resources"]))]

    def _role(self, role: str, org: Record) -> str:
        if role != "administrator":
            return role
        return _ADMINISTRATORS[self._one("orgs", org["sourcedId"]).get("type", "school")]

    def _line_item(self, item: Record) -> None:
        klass = item["class"]["sourcedId"]
        scales = self._index("scale", "scoreScales", lambda scale: str(scale["class"]["sourcedId"]))
        if school := self._one("classes", klass).get("school"):
            item["school"] = self._value(school)
        if scale := scales.get(klass):
            item["scoreScale"] = self._refer("scoreScale", scale["sourcedId"])

    def _result(self, result: Record) -> None:
        if klass := self._one("lineItems", result["lineItem"]["sourcedId"]).get("class"):
            result["class"] = self._value(klass)
        self._flags(result)

    def _flags(self, result: Record) -> None:
        result |= dict.fromkeys(("inProgress", "incomplete", "late"), "false")
        result["missing"] = "true" if result["scoreStatus"] == "not submitted" else "false"

    def _one(self, collection: str, sourced_id: str) -> Record:
        """The record of 1.1 with that id; nothing where there is none."""
        return self._index(collection, collection, lambda record: str(record["sourcedId"])).get(sourced_id, {})

    def _index(self, name: str, collection: str, key: Callable[[Record], str]) -> dict[str, Record]:
        if name not in self._by_id:
            self._by_id[name] = {key(record): record for record in self._collections[collection]}
        return self._by_id[name]
