"""The chain of a crawl, recomputed from what the docs say of its bytes and from nothing else."""

import hashlib
import json

from archive.database import captures
from archive.database.connection import open_existing
from archive.fixity.faults import Fault
from archive.verify import verify
from tests.archive.seeing import Reader, page


def test_the_bytes_of_the_chain_are_those_of_the_docs(reader):
    reader.see(page())
    reader.see(page(chrome="2"))
    names = (
        "position crawl portal kind url final_url captured_at status media_type digest size rendered outcome reason"
        " found_on link_title spider version wire"
    )
    rows = reader.rows(f"SELECT id, {names.replace(' ', ', ')} FROM capture ORDER BY position")
    before = ""
    for row in rows:
        record = [row[name] for name in names.split()]
        record[names.split().index("rendered")] = bool(row["rendered"])
        record[-1] = captures.wire(open_existing(reader.keeper.directory).conn, row["id"])
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        before = hashlib.sha256(f"{before}\n{digest}".encode()).hexdigest()[:32]
        assert before == row["id"]
    (crawl,) = reader.rows("SELECT captures, head, chain FROM crawl")
    assert crawl == {"captures": 2, "head": before, "chain": 2}


def test_crawls_of_the_first_chain_go_on_by_its_formula(keeper):
    keeper.write(lambda c: c.execute("UPDATE crawl SET chain = 1 WHERE id = 'crawl-1'")).result()
    reader = Reader(keeper)
    reader.see(page())
    (row,) = reader.rows("SELECT * FROM capture")
    record = [None, 1, "crawl-1", None, "detail", row["url"], row["url"], row["captured_at"], 200, "text/html"]
    record += [row["digest"], row["size"], False, "stored", None, None, row["link_title"], None, "", {}]
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert row["id"] == hashlib.sha256(text.encode()).hexdigest()[:32]
    keeper.write(lambda c: captures.end_crawl(c, "crawl-1", "finished")).result()
    faults = [found for found in verify(open_existing(keeper.directory).conn, keeper.blobs) if isinstance(found, Fault)]
    assert faults == []
