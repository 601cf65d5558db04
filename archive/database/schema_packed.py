"""The tables as they take little room: headers and readings packed, words that come again and again kept once.

Rows of the large tables lie in the order they came, under a number: keys of a hash would scatter them over half-filled
pages, and a row of a table without such a number that is longer than a quarter of a page takes a page of its own.
"""

# names of rows and columns, what checks say where they hold, why a figure is what it is
TERMS = """
CREATE TABLE term (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
"""

CAPTURE = """
-- one fetch of one URL; never changed. id closes the chain link: it hashes this row and the id before.
-- what went over the wire is packed (archive/database/wire.py)
CREATE TABLE capture_packed (
    id TEXT PRIMARY KEY NOT NULL, previous TEXT, crawl TEXT NOT NULL REFERENCES crawl(id), position INTEGER NOT NULL,
    portal TEXT, kind TEXT NOT NULL, url TEXT NOT NULL, final_url TEXT NOT NULL, found_on TEXT,
    link_title TEXT, captured_at TEXT NOT NULL, status INTEGER, media_type TEXT NOT NULL,
    digest TEXT NOT NULL REFERENCES blob(digest), size INTEGER NOT NULL, rendered INTEGER NOT NULL,
    outcome TEXT NOT NULL, reason TEXT, spider TEXT, version TEXT NOT NULL, wire BLOB NOT NULL,
    UNIQUE (crawl, position)
);
INSERT INTO capture_packed (id, previous, crawl, position, portal, kind, url, final_url, found_on, link_title,
    captured_at, status, media_type, digest, size, rendered, outcome, reason, spider, version, wire)
SELECT id, previous, crawl, position, portal, kind, url, final_url, found_on, link_title, captured_at, status,
    media_type, digest, size, rendered, outcome, reason, spider, version,
    packed_wire(wire, url, final_url, found_on, captured_at, size)
FROM capture ORDER BY crawl, position;
"""

READING = """
-- what one parser release made of a version; packed holds the whole report object (archive/database/packing.py)
CREATE TABLE reading_packed (
    version TEXT NOT NULL REFERENCES version(id), release TEXT NOT NULL, read_at TEXT NOT NULL,
    template TEXT, title TEXT, agency TEXT, year INTEGER, published_on TEXT, published_meta TEXT,
    status TEXT NOT NULL, problem TEXT, packed BLOB, PRIMARY KEY (version, release)
);
INSERT INTO reading_packed SELECT version, release, read_at, template, title, agency, year, published_on,
    published_meta, status, problem, repacked(packed) FROM reading;
"""

# Of the rows people query those of which there are many: their names are numbers of terms.
APPLICATION = """
INSERT OR IGNORE INTO term (text) SELECT DISTINCT row FROM application;
CREATE TABLE application_packed (
    report INTEGER NOT NULL REFERENCES report(id), row INTEGER NOT NULL REFERENCES term(id), natural_person,
    commercial_enterprise, research_institution, public_welfare_org, legal_service_org, other_org, total, states TEXT,
    PRIMARY KEY (report, row)
) WITHOUT ROWID;
INSERT INTO application_packed SELECT report, term.id, natural_person, commercial_enterprise, research_institution,
    public_welfare_org, legal_service_org, other_org, total, states
    FROM application LEFT JOIN term ON term.text = row ORDER BY report, term.id;
"""

DISCLOSURE = """
INSERT OR IGNORE INTO term (text) SELECT DISTINCT row FROM disclosure_cell;
INSERT OR IGNORE INTO term (text) SELECT DISTINCT column FROM disclosure_cell;
-- text is NULL where it is the number as it stands in value, state where it is 'number'
CREATE TABLE disclosure_cell_packed (
    report INTEGER NOT NULL REFERENCES report(id), row INTEGER NOT NULL REFERENCES term(id),
    column INTEGER NOT NULL REFERENCES term(id), value, text TEXT, unit TEXT, state TEXT,
    PRIMARY KEY (report, row, column)
) WITHOUT ROWID;
INSERT INTO disclosure_cell_packed SELECT report, row.id, head.id, value,
    CASE WHEN typeof(value) = 'integer' THEN nullif(disclosure_cell.text, CAST(value AS TEXT))
    ELSE disclosure_cell.text END, unit, nullif(state, 'number')
    FROM disclosure_cell LEFT JOIN term AS row ON row.text = disclosure_cell.row
    LEFT JOIN term AS head ON head.text = disclosure_cell.column ORDER BY 1, 2, 3;
"""

STATISTIC = """
INSERT OR IGNORE INTO term (text) SELECT DISTINCT row FROM statistic;
CREATE TABLE statistic_packed (
    report INTEGER NOT NULL REFERENCES report(id), row INTEGER NOT NULL REFERENCES term(id), value, text TEXT,
    unit TEXT, state TEXT, PRIMARY KEY (report, row)
) WITHOUT ROWID;
INSERT INTO statistic_packed SELECT report, term.id, value,
    CASE WHEN typeof(value) = 'integer' THEN nullif(statistic.text, CAST(value AS TEXT)) ELSE statistic.text END,
    unit, nullif(state, 'number') FROM statistic LEFT JOIN term ON term.text = row ORDER BY report, term.id;
"""

REVIEW = """
INSERT OR IGNORE INTO term (text) SELECT DISTINCT route FROM review_row;
CREATE TABLE review_row_packed (
    report INTEGER NOT NULL REFERENCES report(id), route INTEGER NOT NULL REFERENCES term(id), upheld, corrected,
    other, pending, total, states TEXT, PRIMARY KEY (report, route)
) WITHOUT ROWID;
INSERT INTO review_row_packed SELECT report, term.id, upheld, corrected, other, pending, total, states
    FROM review_row LEFT JOIN term ON term.text = route ORDER BY report, term.id;
"""

FINDING = """
INSERT OR IGNORE INTO term (text) SELECT DISTINCT message FROM finding WHERE status = 'pass';
-- message is the number of a term where the check passed; stage is NULL for 'document'
CREATE TABLE finding_packed (
    report INTEGER NOT NULL REFERENCES report(id), position INTEGER NOT NULL, check_id TEXT NOT NULL,
    status TEXT NOT NULL, severity TEXT NOT NULL, cells TEXT, suspects TEXT, message NOT NULL,
    verdict TEXT, proposed, stage TEXT, PRIMARY KEY (report, position)
) WITHOUT ROWID;
INSERT INTO finding_packed SELECT report, position, check_id, status, severity, cells, suspects,
    CASE status WHEN 'pass' THEN (SELECT id FROM term WHERE text = message) ELSE message END, verdict, proposed,
    nullif(stage, 'document') FROM finding;
"""

SECTION = """
-- the texts of reports, under a number for the index; position 0 is the title, which is no section
CREATE TABLE section_packed (
    id INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES report(id), position INTEGER NOT NULL, key TEXT NOT NULL,
    heading TEXT, text TEXT NOT NULL, UNIQUE (report, position)
);
INSERT INTO section_packed (report, position, key, heading, text)
SELECT report, position, key, heading, text FROM section ORDER BY report, position;
INSERT INTO section_packed (report, position, key, text) SELECT report.id, 0, 'title', reading.title
FROM report JOIN reading ON reading.version = report.version AND reading.release = report.release
WHERE reading.title IS NOT NULL ORDER BY report.id;
"""

# The index holds no text of its own, only where each word stands.
WORDS = """
CREATE VIRTUAL TABLE words USING fts5(
    heading, text, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
"""

CLAIM = """
INSERT OR IGNORE INTO term (text) SELECT DISTINCT quantity FROM claim WHERE quantity IS NOT NULL;
INSERT OR IGNORE INTO term (text) SELECT DISTINCT place ->> '$.section' FROM claim WHERE place IS NOT NULL;
-- line, start, stop and spot are the place of the words (archive.models.Spot); of a sentence that is written in
-- its section there is only which (its position), from which letter (from 1) and how many
CREATE TABLE claim_packed (
    report INTEGER NOT NULL REFERENCES report(id), position INTEGER NOT NULL,
    quantity INTEGER REFERENCES term(id), kind TEXT NOT NULL, value, unit TEXT, status TEXT NOT NULL,
    sentence TEXT, within INTEGER, letter INTEGER, letters INTEGER, section INTEGER REFERENCES term(id),
    line INTEGER, start INTEGER, stop INTEGER, spot TEXT, compared TEXT, PRIMARY KEY (report, position)
) WITHOUT ROWID;
INSERT INTO claim_packed SELECT claim.report, claim.position, term.id, kind, value, unit, status,
    iif(quoted.id IS NULL, sentence, NULL), quoted.position, instr(quoted.text, sentence),
    iif(quoted.id IS NULL, NULL, length(sentence)), section.id,
    place ->> '$.line', place ->> '$.start', place ->> '$.end', place -> '$.place', compared
    FROM claim LEFT JOIN term ON term.text = quantity LEFT JOIN term AS section ON section.text = place ->> '$.section'
    LEFT JOIN section AS quoted ON quoted.id = (SELECT id FROM section AS one WHERE one.report = claim.report
        AND one.key = section.text AND instr(one.text, sentence) > 0 ORDER BY one.position LIMIT 1)
    ORDER BY claim.report, claim.position;
"""

ESTIMATE = """
INSERT OR IGNORE INTO term (text) SELECT DISTINCT cell FROM estimate;
INSERT OR IGNORE INTO term (text) SELECT DISTINCT because FROM estimate;
CREATE TABLE estimate_packed (
    body TEXT NOT NULL REFERENCES body(id), year INTEGER NOT NULL, cell INTEGER NOT NULL REFERENCES term(id), low, high,
    because INTEGER NOT NULL REFERENCES term(id), PRIMARY KEY (body, year, cell, because)
) WITHOUT ROWID;
INSERT INTO estimate_packed SELECT body, year, term.id, low, high, reason.id
    FROM estimate LEFT JOIN term ON term.text = cell LEFT JOIN term AS reason ON reason.text = because
    ORDER BY 1, 2, 3, 6;
"""

STEPS = {
    "capture": CAPTURE,
    "reading": READING,
    "application": APPLICATION,
    "disclosure_cell": DISCLOSURE,
    "statistic": STATISTIC,
    "review_row": REVIEW,
    "finding": FINDING,
    "section": SECTION,
    "claim": CLAIM,
    "estimate": ESTIMATE,
}
INDEXES = """
CREATE INDEX capture_url ON capture (url, captured_at);
CREATE INDEX capture_moved ON capture (final_url) WHERE final_url <> url;
CREATE INDEX capture_digest ON capture (digest);
"""
