"""What a sync tells of a collection, from a service or a bundle alike."""


def left_out(records: int) -> str:
    """That so many records have no id; nothing where there are none."""
    if not records:
        return ""
    said = "record has" if records == 1 else "records have"
    were = "was" if records == 1 else "were"
    return f"{records:,} {said} no usable sourcedId and {were} left out."
