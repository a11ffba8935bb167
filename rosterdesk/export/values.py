"""Values as they read on paper and in class lists, where no colour tells anything and nothing can be followed."""

from rosterdesk.language import Say
from rosterdesk.model import rows, vocabulary
from rosterdesk.model.attributes import Kind
from rosterdesk.model.rows import Link, Value


def worded(value: Value, say: Say = str, kind: Kind = Kind.TEXT) -> str:
    """The value as people read it, words of our own in a language; of a record that never came, that it did not."""
    match value:
        case bool():
            return say("Yes") if value else say("No")
        case Link(present=False):
            return say("{0} (not received)").format(value.title)
        case str() if kind is Kind.WORD:
            return vocabulary.words(value, say)
        case tuple():
            return ", ".join(worded(link, say) for link in value)
        case _:
            return rows.text(value, kind)
