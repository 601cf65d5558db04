"""The tables of what happens to a report over time: when to look again, edits, what is gone, withheld or sealed."""

HISTORY = """
-- when a report's page or file was last looked at, and when to look again; the fingerprint is that of its requests
CREATE TABLE revisit (
    fingerprint BLOB PRIMARY KEY, portal TEXT NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL, year INTEGER,
    capture TEXT,  -- the last one whose bytes came, stored or unchanged
    said TEXT,  -- digest of what the crawl took from it: links, files, further pages
    checked_at TEXT NOT NULL, changed_at TEXT, lost_at TEXT,  -- since when it does not answer
    days REAL NOT NULL, due_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX revisit_portal ON revisit (portal, due_at);
CREATE INDEX request_detail ON request (fingerprint) WHERE kind = 'detail';

-- another version at an address where there was one: `previous` was last seen at `after`, `version` first at `seen`
CREATE TABLE edit (
    report INTEGER NOT NULL REFERENCES report(id), capture TEXT NOT NULL REFERENCES capture(id), url TEXT NOT NULL,
    previous TEXT NOT NULL REFERENCES version(id), version TEXT NOT NULL REFERENCES version(id), after TEXT NOT NULL,
    seen TEXT NOT NULL, release TEXT,  -- of the parser that read both; NULL where none did
    PRIMARY KEY (report, capture)
) WITHOUT ROWID;
CREATE INDEX edit_seen ON edit (seen);

-- what an edit changed: a cell, a stretch of text, a field, a file
DROP TABLE change;
CREATE TABLE change (
    report INTEGER NOT NULL, capture TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL,
    item TEXT NOT NULL, old, new, PRIMARY KEY (report, capture, position)
) WITHOUT ROWID;

-- a judgement over time: the address of a report that answered and then, over a window, did not
CREATE TABLE gone (
    url TEXT NOT NULL, since TEXT NOT NULL, report INTEGER REFERENCES report(id), portal TEXT, judged_at TEXT NOT NULL,
    tries INTEGER NOT NULL, failures INTEGER NOT NULL, back_at TEXT, PRIMARY KEY (url, since)
) WITHOUT ROWID;
CREATE INDEX gone_report ON gone (report);

-- bytes that had to go by law; their captures stay, and so does the chain
CREATE TABLE withheld (
    digest TEXT PRIMARY KEY REFERENCES blob(digest), because TEXT NOT NULL, author TEXT, at TEXT NOT NULL
) WITHOUT ROWID;

-- a signature ('ed25519') over a crawl's manifest, or a token of a time-stamping authority ('rfc3161')
CREATE TABLE seal (
    crawl TEXT NOT NULL REFERENCES crawl(id), kind TEXT NOT NULL, signer TEXT NOT NULL, value BLOB NOT NULL,
    made_at TEXT NOT NULL, PRIMARY KEY (crawl, kind, signer)
) WITHOUT ROWID;

-- the digest of what a document of a version says, apart from the page around it
ALTER TABLE version_capture ADD COLUMN content TEXT;

-- how the captures of a crawl are chained: 1 until schema 5, 2 from then on (archive/captures.py)
ALTER TABLE crawl ADD COLUMN chain INTEGER NOT NULL DEFAULT 1;
"""

# What a capture of a report said of its dates (archive/database/dates.py)
DATED = "ALTER TABLE version_capture ADD COLUMN dates TEXT"
