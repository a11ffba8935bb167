"""What a refusal means to a sync."""

NOT_THIS = frozenset({403, 404, 405, 410, 501})
"""The HTTP codes that say: not this list or record, to this key. A refused key is another matter."""
