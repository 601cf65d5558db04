"""The base tables: one a layer of fact. Named in the singular; what people query stands in public.py.

Text keys leave the archive and are derived from content; integers never do.
"""

BASE = """
CREATE TABLE portal (
    name TEXT PRIMARY KEY, title TEXT, division TEXT, level TEXT, family TEXT, index_url TEXT,
    params TEXT, render TEXT, note TEXT, seen_at TEXT NOT NULL
) WITHOUT ROWID;

-- one run of `crawl` or `add`; its captures form a chain, closed by the manifest
CREATE TABLE crawl (
    id TEXT PRIMARY KEY, started_at TEXT NOT NULL, finished_at TEXT, status TEXT NOT NULL,
    owner TEXT, version TEXT NOT NULL, options TEXT NOT NULL DEFAULT '{}',
    captures INTEGER NOT NULL DEFAULT 0, head TEXT, manifest TEXT
) WITHOUT ROWID;

-- one row per portal per crawl
CREATE TABLE visit (
    crawl TEXT NOT NULL REFERENCES crawl(id), portal TEXT NOT NULL, started_at TEXT NOT NULL,
    finished_at TEXT, status TEXT, reason TEXT, lists INTEGER NOT NULL DEFAULT 0,
    links INTEGER NOT NULL DEFAULT 0, stored INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0, errors INTEGER NOT NULL DEFAULT 0,
    whole_list INTEGER NOT NULL DEFAULT 0,
    curtailed INTEGER NOT NULL DEFAULT 0,  -- something could not be fetched or was not asked for
    continues TEXT,  -- the interrupted crawl whose open requests this one took over
    PRIMARY KEY (crawl, portal)
) WITHOUT ROWID;

-- what the lists of a portal named when it was last crawled, and what came of it: a named report is not absent
CREATE TABLE listed (
    crawl TEXT NOT NULL, portal TEXT NOT NULL, agency TEXT NOT NULL, year INTEGER NOT NULL,
    outcome TEXT NOT NULL, url TEXT NOT NULL, capture TEXT, PRIMARY KEY (portal, crawl, agency, year)
) WITHOUT ROWID;

-- every URL of every crawl: work to do while outcome is NULL, then the record of what came of it
CREATE TABLE request (
    id INTEGER PRIMARY KEY, crawl TEXT NOT NULL REFERENCES crawl(id), portal TEXT NOT NULL,
    host TEXT NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL, fingerprint BLOB NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}', parent INTEGER, priority INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0, outcome TEXT, reason TEXT, capture TEXT, done_at TEXT,
    unread INTEGER NOT NULL DEFAULT 0,
    UNIQUE (crawl, fingerprint)
);
CREATE INDEX request_open ON request (crawl, priority DESC, id) WHERE outcome IS NULL;
CREATE INDEX request_unread ON request (id) WHERE unread = 1;
CREATE INDEX request_parent ON request (parent) WHERE parent IS NOT NULL;
CREATE INDEX request_capture ON request (capture) WHERE capture IS NOT NULL;

CREATE TABLE counter (name TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE lease (name TEXT PRIMARY KEY, owner TEXT NOT NULL, until REAL NOT NULL, next_at REAL) WITHOUT ROWID;

CREATE TABLE blob (digest TEXT PRIMARY KEY, size INTEGER NOT NULL, stored_at TEXT NOT NULL) WITHOUT ROWID;

-- one fetch of one URL; never changed. id closes the chain link: it hashes this row and the id before
CREATE TABLE capture (
    id TEXT PRIMARY KEY, previous TEXT, crawl TEXT NOT NULL REFERENCES crawl(id), position INTEGER NOT NULL,
    portal TEXT, kind TEXT NOT NULL, url TEXT NOT NULL, final_url TEXT NOT NULL, found_on TEXT,
    link_title TEXT, captured_at TEXT NOT NULL, status INTEGER, media_type TEXT NOT NULL,
    digest TEXT NOT NULL REFERENCES blob(digest), size INTEGER NOT NULL, rendered INTEGER NOT NULL,
    outcome TEXT NOT NULL, reason TEXT, spider TEXT, version TEXT NOT NULL, wire TEXT NOT NULL,
    UNIQUE (crawl, position)
) WITHOUT ROWID;
CREATE INDEX capture_url ON capture (url, captured_at);
CREATE INDEX capture_digest ON capture (digest);

CREATE TABLE body (id TEXT PRIMARY KEY, name TEXT NOT NULL, division TEXT, level TEXT, portal TEXT) WITHOUT ROWID;

CREATE TABLE report (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, body TEXT NOT NULL REFERENCES body(id),
    year INTEGER, portal TEXT, url TEXT, status TEXT NOT NULL,
    version TEXT, release TEXT  -- the current reading
);
CREATE INDEX report_body ON report (body, year);
CREATE INDEX report_url ON report (url);

-- distinct content of a report; report is NULL where the document turned out to be none
CREATE TABLE version (
    id TEXT PRIMARY KEY, report INTEGER REFERENCES report(id), first_seen TEXT NOT NULL, last_seen TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX version_report ON version (report, first_seen);

CREATE TABLE version_capture (
    capture TEXT NOT NULL REFERENCES capture(id), version TEXT NOT NULL REFERENCES version(id),
    position INTEGER NOT NULL, PRIMARY KEY (capture, version)
) WITHOUT ROWID;
CREATE INDEX version_capture_version ON version_capture (version, position);

-- what one parser release made of a version; packed holds the whole report object
CREATE TABLE reading (
    version TEXT NOT NULL REFERENCES version(id), release TEXT NOT NULL, read_at TEXT NOT NULL,
    template TEXT, title TEXT, agency TEXT, year INTEGER, published_on TEXT, published_meta TEXT,
    status TEXT NOT NULL, problem TEXT, packed BLOB, PRIMARY KEY (version, release)
) WITHOUT ROWID;

-- the current reading of each report, unpacked for queries
CREATE TABLE application (
    report INTEGER NOT NULL REFERENCES report(id), row TEXT NOT NULL, natural_person, commercial_enterprise,
    research_institution, public_welfare_org, legal_service_org, other_org, total, states TEXT,
    PRIMARY KEY (report, row)
) WITHOUT ROWID;
CREATE TABLE disclosure_cell (
    report INTEGER NOT NULL REFERENCES report(id), row TEXT NOT NULL, column TEXT NOT NULL, value,
    text TEXT, unit TEXT, state TEXT, PRIMARY KEY (report, row, column)
) WITHOUT ROWID;
CREATE TABLE review_row (
    report INTEGER NOT NULL REFERENCES report(id), route TEXT NOT NULL, upheld, corrected, other, pending,
    total, states TEXT, PRIMARY KEY (report, route)
) WITHOUT ROWID;
CREATE TABLE statistic (
    report INTEGER NOT NULL REFERENCES report(id), row TEXT NOT NULL, value, text TEXT, unit TEXT,
    state TEXT, PRIMARY KEY (report, row)
) WITHOUT ROWID;
CREATE TABLE field (
    report INTEGER NOT NULL REFERENCES report(id), key TEXT NOT NULL, value TEXT, place TEXT,
    PRIMARY KEY (report, key)
) WITHOUT ROWID;
CREATE TABLE section (
    report INTEGER NOT NULL REFERENCES report(id), position INTEGER NOT NULL, key TEXT NOT NULL,
    heading TEXT, text TEXT NOT NULL, PRIMARY KEY (report, position)
) WITHOUT ROWID;
CREATE TABLE finding (
    report INTEGER NOT NULL REFERENCES report(id), position INTEGER NOT NULL, check_id TEXT NOT NULL,
    status TEXT NOT NULL, severity TEXT NOT NULL, cells TEXT, suspects TEXT, message TEXT NOT NULL,
    verdict TEXT, proposed, PRIMARY KEY (report, position)
) WITHOUT ROWID;

-- what differs between two versions of a report, cell by cell
CREATE TABLE change (
    report INTEGER NOT NULL REFERENCES report(id), version TEXT NOT NULL, previous TEXT NOT NULL,
    detected_at TEXT NOT NULL, cell TEXT NOT NULL, old, new, PRIMARY KEY (report, version, cell)
) WITHOUT ROWID;
"""

# What came with the checks that people quote.
CHECKED = """
-- 'document' is told of a report alone, 'archive' beside others: written anew by every recheck
ALTER TABLE finding ADD COLUMN stage TEXT NOT NULL DEFAULT 'document';

-- the release of the checks a report was last checked with beside the others; NULL while that is to be done
ALTER TABLE report ADD COLUMN checked TEXT;
CREATE INDEX report_unchecked ON report (body) WHERE checked IS NULL;

-- what the text of a report says of a figure
CREATE TABLE claim (
    report INTEGER NOT NULL REFERENCES report(id), position INTEGER NOT NULL, quantity TEXT, kind TEXT NOT NULL,
    value, unit TEXT, status TEXT NOT NULL, sentence TEXT NOT NULL, place TEXT, compared TEXT,
    PRIMARY KEY (report, position)
) WITHOUT ROWID;

-- what a person says a cell holds, beside what was read; never removed, only withdrawn. id hashes what it says:
-- value, state, unit are its own, printed, read, read_state what was read when it was made for version and digest
CREATE TABLE correction (
    id TEXT PRIMARY KEY, report TEXT NOT NULL, agency TEXT, year INTEGER, url TEXT, cell TEXT NOT NULL, value,
    state TEXT NOT NULL, unit TEXT, because TEXT NOT NULL, author TEXT, made_at TEXT NOT NULL,
    version TEXT NOT NULL, digest TEXT NOT NULL, printed TEXT, read, read_state TEXT,
    withdrawn_at TEXT, withdrawn_because TEXT
) WITHOUT ROWID;
CREATE INDEX correction_report ON correction (report);
CREATE INDEX correction_version ON correction (version);
CREATE INDEX correction_digest ON correction (digest);

-- which report a correction is of today, how it stands there, and what the reading now says in the cell
CREATE TABLE correction_today (
    correction TEXT PRIMARY KEY REFERENCES correction(id), report INTEGER REFERENCES report(id),
    standing TEXT NOT NULL, printed TEXT, read, read_state TEXT
) WITHOUT ROWID;
CREATE INDEX correction_today_report ON correction_today (report);

-- what the neighbours of a year say of a figure that is not held; low = high where they leave one value
CREATE TABLE estimate (
    body TEXT NOT NULL REFERENCES body(id), year INTEGER NOT NULL, cell TEXT NOT NULL, low, high,
    because TEXT NOT NULL, PRIMARY KEY (body, year, cell, because)
) WITHOUT ROWID;
"""

# What a body's name tells.
BODIES = """
-- government, government_office, township, department or other
ALTER TABLE body ADD COLUMN kind TEXT;
CREATE INDEX body_division ON body (division);

-- the key of a body that one, by its own name, was before a reform; it need not be in the archive
CREATE TABLE predecessor (body TEXT NOT NULL, predecessor TEXT NOT NULL, PRIMARY KEY (body, predecessor)) WITHOUT ROWID;
"""

# What came with the census: what a list was when it was looked at, and the ways to it for a body and a year.
COUNTED = """
ALTER TABLE visit ADD COLUMN looked_at TEXT;  -- when the first of its lists was had; what is newer it cannot name
ALTER TABLE visit ADD COLUMN list_url TEXT;  -- the first of its lists, and what was fetched of it
ALTER TABLE visit ADD COLUMN list_capture TEXT;
ALTER TABLE listed ADD COLUMN reason TEXT;
CREATE INDEX visit_portal ON visit (portal, crawl);
CREATE INDEX visit_whole ON visit (portal, crawl) WHERE whole_list = 1;
CREATE INDEX listed_name ON listed (portal, year, agency);
CREATE INDEX listed_open ON listed (portal, year) WHERE outcome NOT IN ('stored', 'unchanged');
CREATE INDEX listed_year ON listed (year);
CREATE INDEX report_year ON report (year);
DROP INDEX report_body;
CREATE INDEX report_body ON report (body, year, status, portal);
CREATE INDEX body_portal ON body (portal);
CREATE INDEX body_name ON body (name);
CREATE INDEX portal_division ON portal (division);
CREATE INDEX request_asked ON request (portal, kind);

-- which bodies the names are of that the lists of a portal give, as a reading would have it
CREATE TABLE listed_body (
    portal TEXT NOT NULL, agency TEXT NOT NULL, body TEXT NOT NULL, name TEXT NOT NULL, division TEXT, level TEXT,
    kind TEXT NOT NULL, PRIMARY KEY (portal, agency)
) WITHOUT ROWID;
CREATE INDEX listed_body_body ON listed_body (body, portal);
CREATE INDEX listed_body_division ON listed_body (division);

-- the body a portal's title names, where it names one
ALTER TABLE portal ADD COLUMN body TEXT;
ALTER TABLE portal ADD COLUMN kind TEXT;
CREATE INDEX portal_body ON portal (body);

UPDATE visit SET looked_at = (SELECT min(done_at) FROM request WHERE request.portal = visit.portal
    AND request.crawl = visit.crawl AND kind = 'list' AND capture IS NOT NULL);
UPDATE visit SET (list_url, list_capture) = (SELECT url, capture FROM request WHERE request.portal = visit.portal
    AND request.crawl = visit.crawl AND kind = 'list' AND capture IS NOT NULL ORDER BY id LIMIT 1);

-- a list asked for only some of its reports proves of none that it is not there
UPDATE visit SET whole_list = 0 WHERE crawl IN (SELECT id FROM crawl WHERE options ->> '$.limit' IS NOT NULL
    OR options ->> '$.first_year' IS NOT NULL OR options ->> '$.last_year' IS NOT NULL OR options ->> '$.dry_run');
"""

# What a portal's title tells of its body, or where it names none, the row: what to call it, its place, its level.
PLACED = """
ALTER TABLE portal ADD COLUMN body_name TEXT;
ALTER TABLE portal ADD COLUMN body_division TEXT;
ALTER TABLE portal ADD COLUMN body_level TEXT;
CREATE INDEX portal_body_division ON portal (body_division);
"""
