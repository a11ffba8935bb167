"""The tables of resources and the gradebook, as commented SQL: a part of the first version of `schema`."""

OPTIONAL = """
-- The optional collections: a column a field, named as in `plain`; an index leads from each reference.
CREATE TABLE resource (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    sort_name TEXT,
    title TEXT COLLATE NOCASE,
    vendor_resource_id TEXT COLLATE NOCASE,
    importance TEXT COLLATE NOCASE,
    roles TEXT COLLATE NOCASE,
    vendor_id TEXT COLLATE NOCASE,
    application_id TEXT COLLATE NOCASE,
    record BLOB
) STRICT;
CREATE INDEX resource_missing ON resource (id) WHERE record IS NULL;

CREATE TABLE category (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    sort_name TEXT,
    title TEXT COLLATE NOCASE,
    weight REAL,
    record BLOB
) STRICT;
CREATE INDEX category_missing ON category (id) WHERE record IS NULL;

CREATE TABLE score_scale (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    sort_name TEXT,
    title TEXT COLLATE NOCASE,
    type TEXT COLLATE NOCASE,
    class INTEGER REFERENCES class,
    course INTEGER REFERENCES course,
    org INTEGER REFERENCES org,
    record BLOB
) STRICT;
CREATE INDEX score_scale_missing ON score_scale (id) WHERE record IS NULL;
CREATE INDEX score_scale_class ON score_scale (class) WHERE class IS NOT NULL;
CREATE INDEX score_scale_course ON score_scale (course) WHERE course IS NOT NULL;
CREATE INDEX score_scale_org ON score_scale (org) WHERE org IS NOT NULL;

CREATE TABLE line_item (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    sort_name TEXT,
    title TEXT COLLATE NOCASE,
    class INTEGER REFERENCES class,
    category INTEGER REFERENCES category,
    assign_date INTEGER,
    due_date INTEGER,
    result_value_min REAL,
    result_value_max REAL,
    grading_period INTEGER REFERENCES academic_session,
    academic_session INTEGER REFERENCES academic_session,
    school INTEGER REFERENCES org,
    score_scale INTEGER REFERENCES score_scale,
    description TEXT COLLATE NOCASE,
    record BLOB
) STRICT;
CREATE INDEX line_item_missing ON line_item (id) WHERE record IS NULL;
CREATE INDEX line_item_class ON line_item (class) WHERE class IS NOT NULL;
CREATE INDEX line_item_category ON line_item (category) WHERE category IS NOT NULL;
CREATE INDEX line_item_grading_period ON line_item (grading_period) WHERE grading_period IS NOT NULL;
CREATE INDEX line_item_academic_session ON line_item (academic_session) WHERE academic_session IS NOT NULL;
CREATE INDEX line_item_school ON line_item (school) WHERE school IS NOT NULL;
CREATE INDEX line_item_score_scale ON line_item (score_scale) WHERE score_scale IS NOT NULL;

CREATE TABLE result (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    student INTEGER REFERENCES user,
    line_item INTEGER REFERENCES line_item,
    score REAL,
    text_score TEXT COLLATE NOCASE,
    score_status TEXT COLLATE NOCASE,
    score_date INTEGER,
    class INTEGER REFERENCES class,
    score_scale INTEGER REFERENCES score_scale,
    comment TEXT COLLATE NOCASE,
    record BLOB
) STRICT;
CREATE INDEX result_missing ON result (id) WHERE record IS NULL;
CREATE INDEX result_student ON result (student) WHERE student IS NOT NULL;
CREATE INDEX result_line_item ON result (line_item) WHERE line_item IS NOT NULL;
CREATE INDEX result_class ON result (class) WHERE class IS NOT NULL;
CREATE INDEX result_score_scale ON result (score_scale) WHERE score_scale IS NOT NULL;

CREATE TABLE assessment_line_item (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    sort_name TEXT,
    title TEXT COLLATE NOCASE,
    class INTEGER REFERENCES class,
    parent INTEGER REFERENCES assessment_line_item,
    result_value_min REAL,
    result_value_max REAL,
    score_scale INTEGER REFERENCES score_scale,
    description TEXT COLLATE NOCASE,
    record BLOB
) STRICT;
CREATE INDEX assessment_line_item_missing ON assessment_line_item (id) WHERE record IS NULL;
CREATE INDEX assessment_line_item_class ON assessment_line_item (class) WHERE class IS NOT NULL;
CREATE INDEX assessment_line_item_parent ON assessment_line_item (parent) WHERE parent IS NOT NULL;
CREATE INDEX assessment_line_item_score_scale ON assessment_line_item (score_scale) WHERE score_scale IS NOT NULL;

CREATE TABLE assessment_result (
    id INTEGER PRIMARY KEY,
    sourced_id ANY NOT NULL UNIQUE,
    status TEXT COLLATE NOCASE,
    modified INTEGER,
    student INTEGER REFERENCES user,
    assessment_line_item INTEGER REFERENCES assessment_line_item,
    score REAL,
    text_score TEXT COLLATE NOCASE,
    score_status TEXT COLLATE NOCASE,
    score_date INTEGER,
    score_percentile REAL,
    score_scale INTEGER REFERENCES score_scale,
    comment TEXT COLLATE NOCASE,
    record BLOB
) STRICT;
CREATE INDEX assessment_result_missing ON assessment_result (id) WHERE record IS NULL;
CREATE INDEX assessment_result_student ON assessment_result (student) WHERE student IS NOT NULL;
CREATE INDEX assessment_result_assessment_line_item ON assessment_result (assessment_line_item)
    WHERE assessment_line_item IS NOT NULL;
CREATE INDEX assessment_result_score_scale ON assessment_result (score_scale) WHERE score_scale IS NOT NULL;

-- Which resources a course, a class or a person is to use.
CREATE TABLE course_resource (
    course INTEGER NOT NULL REFERENCES course,
    place INTEGER NOT NULL,
    resource INTEGER NOT NULL REFERENCES resource,
    PRIMARY KEY (course, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX course_resource_resource ON course_resource (resource, course);

CREATE TABLE class_resource (
    class INTEGER NOT NULL REFERENCES class,
    place INTEGER NOT NULL,
    resource INTEGER NOT NULL REFERENCES resource,
    PRIMARY KEY (class, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX class_resource_resource ON class_resource (resource, class);

CREATE TABLE user_resource (
    user INTEGER NOT NULL REFERENCES user,
    place INTEGER NOT NULL,
    resource INTEGER NOT NULL REFERENCES resource,
    PRIMARY KEY (user, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_resource_resource ON user_resource (resource, user);
"""
