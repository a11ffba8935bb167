"""The tables, as commented SQL, and the numbered steps that lead from one version to the next.

One table a base collection. `id` is the model's key: it is given once and survives every sync. A row whose `record`
is NULL is a placeholder: something refers to it, or it was swept, but no record is held; it is in no list.
References are ids. Texts compare without case; lists (grades, subjects, periods) are joined by U+001F.
Dates are days since 2000-01-01, two bytes where yyyymmdd is four; moments are milliseconds since 1970; numbers are
REAL. `status` is NULL where it is active.
`sort_name` is folded (see `folding`). Roles are the numbers of `vocabulary`, or the text where it is none of them.
Foreign keys are declared and checked by tests, not enforced: placeholders make them true by construction.
"""

from collections.abc import Callable
from typing import TypeAlias

import apsw

from rosterdesk.store.file.optional_schema import OPTIONAL
from rosterdesk.store.file.rewording import rewrite_words

APPLICATION_ID = 0x526F5374  # "RoSt"

_FIRST = """
-- What the store needs to know of itself: the compression dictionaries, by collection.
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE org (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,  -- 16 bytes where it is a UUID, else the text
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    sort_name TEXT,
    name TEXT COLLATE NOCASE,
    type TEXT COLLATE NOCASE,
    identifier TEXT COLLATE NOCASE,
    parent INTEGER REFERENCES org,
    record BLOB                      -- the JSON as sent, zstd with the collection's dictionary
) STRICT;
CREATE INDEX org_parent ON org (parent);

CREATE TABLE academic_session (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    sort_name TEXT,
    title TEXT COLLATE NOCASE,
    type TEXT COLLATE NOCASE,
    start_date INTEGER,
    end_date INTEGER,                -- the first day after it
    parent INTEGER REFERENCES academic_session,
    school_year TEXT COLLATE NOCASE,
    record BLOB
) STRICT;
CREATE INDEX academic_session_parent ON academic_session (parent);

CREATE TABLE course (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    sort_name TEXT,
    title TEXT COLLATE NOCASE,
    course_code TEXT COLLATE NOCASE,
    school_year INTEGER REFERENCES academic_session,
    org INTEGER REFERENCES org,
    grades TEXT COLLATE NOCASE,
    grade_rank INTEGER,
    subjects TEXT COLLATE NOCASE,
    record BLOB
) STRICT;
CREATE INDEX course_sort_name ON course (sort_name);
CREATE INDEX course_org ON course (org);

CREATE TABLE class (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    sort_name TEXT,
    title TEXT COLLATE NOCASE,
    class_code TEXT COLLATE NOCASE,
    class_type TEXT COLLATE NOCASE,
    location TEXT COLLATE NOCASE,
    course INTEGER REFERENCES course,
    school INTEGER REFERENCES org,
    grades TEXT COLLATE NOCASE,
    grade_rank INTEGER,
    subjects TEXT COLLATE NOCASE,
    periods TEXT COLLATE NOCASE,
    period_rank INTEGER,
    record BLOB
) STRICT;
CREATE INDEX class_sort_name ON class (sort_name);
CREATE INDEX class_school ON class (school, sort_name);
CREATE INDEX class_course ON class (course);
CREATE INDEX class_homeroom ON class (id, class_type) WHERE class_type = 'homeroom';

CREATE TABLE class_term (
    class INTEGER NOT NULL REFERENCES class,
    place INTEGER NOT NULL,
    term INTEGER NOT NULL REFERENCES academic_session,
    PRIMARY KEY (class, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX class_term_term ON class_term (term, class);

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    sort_name TEXT,                  -- family name U+001F given name
    sort_given TEXT,
    family_name TEXT COLLATE NOCASE,
    given_name TEXT COLLATE NOCASE,
    middle_name TEXT COLLATE NOCASE,
    preferred_first_name TEXT COLLATE NOCASE,
    preferred_last_name TEXT COLLATE NOCASE,
    pronouns TEXT COLLATE NOCASE,
    username TEXT COLLATE NOCASE,
    identifier TEXT COLLATE NOCASE,
    email TEXT COLLATE NOCASE,
    sms TEXT COLLATE NOCASE,
    phone TEXT COLLATE NOCASE,
    enabled INTEGER,
    role ANY COLLATE NOCASE,         -- one role, or several joined by U+001F, the primary one first
    kinds INTEGER,                   -- the roles as bits: 1 student, 2 teacher, 4 any other; never NULL in a record
    grades TEXT COLLATE NOCASE,
    grade_rank INTEGER,
    record BLOB
) STRICT;
CREATE INDEX user_sort_name ON user (sort_name, kinds);
CREATE INDEX user_given ON user (sort_given, sort_name);
CREATE INDEX user_username ON user (username) WHERE username IS NOT NULL;
CREATE INDEX user_identifier ON user (identifier) WHERE identifier IS NOT NULL;
CREATE INDEX user_email ON user (email) WHERE email IS NOT NULL;

CREATE TABLE user_org (
    user INTEGER NOT NULL REFERENCES user,
    place INTEGER NOT NULL,          -- 0 is the primary one
    org INTEGER REFERENCES org,      -- NULL where a role was said without an org
    role ANY COLLATE NOCASE,
    is_primary INTEGER,              -- NULL where the source has no types of roles (OneRoster 1.1)
    begin_date INTEGER,
    end_date INTEGER,                -- the first day after it
    PRIMARY KEY (user, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_org_org ON user_org (org, role, user);

CREATE TABLE user_agent (
    user INTEGER NOT NULL REFERENCES user,
    place INTEGER NOT NULL,
    agent INTEGER NOT NULL REFERENCES user,
    PRIMARY KEY (user, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_agent_agent ON user_agent (agent, user);

CREATE TABLE enrollment (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    user INTEGER REFERENCES user,
    class INTEGER REFERENCES class,
    school INTEGER REFERENCES org,
    role ANY COLLATE NOCASE,
    is_primary INTEGER,
    begin_date INTEGER,
    end_date INTEGER,                -- the first day after it
    record BLOB
) STRICT;
-- The first covers what a roster and the size of a class ask, the second which classes a user is in, so that these
-- never touch the table. They are whole, not partial: a condition on `record` would touch it, and a placeholder has
-- no class and no user.
CREATE INDEX enrollment_class ON enrollment (class, role, user, begin_date, end_date, status);
CREATE INDEX enrollment_user ON enrollment (user, class);
CREATE INDEX enrollment_school ON enrollment (school);
CREATE INDEX enrollment_missing ON enrollment (id) WHERE record IS NULL;

CREATE TABLE demographics (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    user INTEGER REFERENCES user,    -- the user of the same sourcedId
    record BLOB
) STRICT;
CREATE INDEX demographics_user ON demographics (user);
CREATE INDEX demographics_missing ON demographics (id) WHERE record IS NULL;

-- The words of people, classes, orgs, courses and sessions, folded and divided by us: `ascii` takes them as they are.
-- rowid = id * 8 + the collection's number in `search`.
CREATE VIRTUAL TABLE words USING fts5 (
    text, tokenize = 'ascii', prefix = '1 2 3', content = '', contentless_delete = 1, detail = none
);
INSERT INTO words (words, rank) VALUES ('hashsize', 8388608);  -- a page at a time, not a thousand rows

-- How many rows each list of each school has; `school` 0 is the whole district. See `tally`.
CREATE TABLE tally (
    collection TEXT NOT NULL,
    school INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    PRIMARY KEY (collection, school)
) STRICT, WITHOUT ROWID;

-- One row a sync. Times are ISO 8601 in UTC, `started` by the service's clock.
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    schools TEXT NOT NULL,           -- JSON list of sourcedIds; empty where it was not narrowed
    started TEXT NOT NULL,
    ended TEXT
) STRICT;

-- A collection of a run. It is `started` before the run where its lists were begun by an earlier one. Once it has
-- `ended`, a run that is taken up again reads it no more; `why` without `ended` is what stopped it.
CREATE TABLE run_collection (
    run INTEGER NOT NULL REFERENCES run,
    collection TEXT NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,              -- full, delta
    started TEXT NOT NULL,
    ended INTEGER NOT NULL DEFAULT 0,
    complete INTEGER NOT NULL DEFAULT 0,
    swept INTEGER NOT NULL DEFAULT 0,  -- what its lists did not bring is gone
    refused INTEGER NOT NULL DEFAULT 0,
    why TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (run, collection)
) STRICT, WITHOUT ROWID;

-- A list that was read for it, usually the only one: `rows` came so far, of the `total` that was announced; an ended
-- one that is not complete says `why`. What a `doubtful` one did not bring is not swept; the next sync reads it whole.
CREATE TABLE run_list (
    run INTEGER NOT NULL REFERENCES run,
    collection TEXT NOT NULL,
    list TEXT NOT NULL,              -- its path: users, schools/17/students
    rows INTEGER NOT NULL DEFAULT 0,
    total INTEGER,
    ended INTEGER NOT NULL DEFAULT 0,
    why TEXT NOT NULL DEFAULT '',
    doubtful INTEGER NOT NULL DEFAULT 0,
    bent TEXT NOT NULL DEFAULT '{}', -- JSON: counts by kind
    dropped INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, collection, list)
) STRICT, WITHOUT ROWID;

-- Which rows the lists that are read whole brought, a page a row, until their collection is swept: what is not among
-- them is gone. (A `seen` column would rewrite every row of every sync.)
CREATE TABLE listed (
    id INTEGER PRIMARY KEY,
    collection TEXT NOT NULL,
    list TEXT NOT NULL,
    keys BLOB NOT NULL               -- 8 bytes a key, little-endian
) STRICT;
"""

_STAGING_AND_CHANGES = """
-- A run is `staged` where what it brings waits until its end, as that of every run does once one has ended. `held` is
-- the sentence why it was not shown even then; `clock` the service's own, at its first answer; `begun` our own, by
-- which a run is old.
ALTER TABLE run ADD COLUMN staged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN held TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN clock TEXT;
ALTER TABLE run ADD COLUMN begun TEXT NOT NULL DEFAULT '';
ALTER TABLE run_collection ADD COLUMN begun TEXT NOT NULL DEFAULT '';
UPDATE run SET begun = started;
UPDATE run_collection SET begun = started;

-- How many records a run made different, also of collections that it did not read.
CREATE TABLE difference (
    run INTEGER NOT NULL,
    collection TEXT NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    PRIMARY KEY (run, collection)
) STRICT, WITHOUT ROWID;

-- The new and altered records of a staged run, until they are published or another run begins that has no use for them.
CREATE TABLE staged (
    collection TEXT NOT NULL,
    id INTEGER NOT NULL,
    record BLOB NOT NULL,            -- as in its table
    PRIMARY KEY (collection, id)
) STRICT, WITHOUT ROWID;

-- What runs did to records of which something was here before: `changed`, `removed`, `returned` after it was removed,
-- `swept` after that; `added` where it was never here but deleted, or was first stored outside of runs. What a record
-- became is what it was `before` its next change, or what it is now. Run 0 is what was stored outside of runs since the
-- last one; the next run tells of it.
CREATE TABLE change (
    collection TEXT NOT NULL,
    id INTEGER NOT NULL,
    run INTEGER NOT NULL,
    kind TEXT NOT NULL,
    before BLOB,                     -- the record as it was, as in its table; NULL where none was here
    PRIMARY KEY (collection, id, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_run ON change (run, collection, kind);

-- Which records a run brought of which nothing was here before.
CREATE TABLE added (
    run INTEGER NOT NULL,
    collection TEXT NOT NULL,
    keys BLOB NOT NULL,              -- all of them, see `packed`
    PRIMARY KEY (run, collection)
) STRICT, WITHOUT ROWID;
"""

_SEARCH_AND_PHASES = """
-- Those who are marked as deleted: mostly few, so that to ask of each person whether they are costs little.
CREATE INDEX user_gone ON user (id) WHERE status IS NOT NULL;

-- With the status, so that the search finds the active without a look into the table.
DROP INDEX user_sort_name;
DROP INDEX user_given;
DROP INDEX user_email;
DROP INDEX course_sort_name;
DROP INDEX class_sort_name;
CREATE INDEX user_sort_name ON user (sort_name, kinds, status);
CREATE INDEX user_given ON user (sort_given, sort_name, kinds, status);
CREATE INDEX user_email ON user (email, status) WHERE email IS NOT NULL;
CREATE INDEX course_sort_name ON course (sort_name, status);
CREATE INDEX class_sort_name ON class (sort_name, status);

-- What is meant exactly so.
CREATE INDEX course_code ON course (course_code) WHERE course_code IS NOT NULL;
CREATE INDEX class_code ON class (class_code) WHERE class_code IS NOT NULL;
"""


def _third(connection: apsw.Connection) -> None:
    connection.execute(_STAGING_AND_CHANGES + _SEARCH_AND_PHASES).fetchall()
    rewrite_words(connection)


_FAMILIAR_PAGES = """
-- Pages of a collection's own list, by a digest of what was sent: one that comes again just so need not be read again.
-- `run` is the last that brought it, -1 none since the list was begun; before that run is `shown` it proves nothing.
CREATE TABLE familiar (
    collection TEXT NOT NULL,
    digest BLOB NOT NULL,
    run INTEGER NOT NULL,
    shown INTEGER NOT NULL DEFAULT 0,
    keys BLOB NOT NULL,              -- its records, see `packed`
    received INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    bent TEXT NOT NULL,              -- JSON: counts by kind
    PRIMARY KEY (collection, digest)
) STRICT, WITHOUT ROWID;
"""

OLDEST = 2
"""The first version that is understood; before it were trials."""

Step: TypeAlias = str | Callable[[apsw.Connection], None]
"""SQL, or what does with the rows what SQL cannot."""

MIGRATIONS: tuple[Step, ...] = (_FIRST + OPTIONAL, _third, _FAMILIAR_PAGES)
"""The first step makes the oldest version, each one after it the next. A released step never changes."""

VERSION = OLDEST + len(MIGRATIONS) - 1
