# fmt: off
"""Check a nianbao proof, a folder or a .zip, with Python's standard library alone: python check_proof.py PROOF."""
import hashlib, json, sys, zipfile
from html.parser import HTMLParser
from pathlib import Path
def sha(data): return hashlib.sha256(data).hexdigest()
def parts(path):  # every file of the proof by its name
    if path.is_dir(): return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}
    with zipfile.ZipFile(path) as file:  # proofs are not compressed: what is could grow without bound
        if sum(i.file_size + (i.compress_type << 40) for i in file.infolist()) > path.stat().st_size:
            raise ValueError("this ZIP is compressed, and proofs are not")
        return {i.filename: file.read(i) for i in file.infolist()}
def link(before, line, chain):  # the id of a capture: chain 2 hashes the digest of its record, chain 1 the record
    start = f"{before or ''}\n" if chain == 2 else f"[{json.dumps(before)},"
    return sha(start.encode() + (line if chain == 2 else line[1:]))[:32]
class Tables(HTMLParser):  # what stands in every cell, by table, row and column from 1, merged cells as HTML has them
    def __init__(self, page):
        super().__init__()
        self.open, self.count, self.cells = [], 0, {}
        self.feed(page)
    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.count += 1
            self.open.append([self.count, 0, [], set()])
        elif self.open and tag == "tr":
            self.open[-1][1:3] = self.open[-1][1] + 1, []
        elif self.open and tag in ("td", "th"):
            (table, row, _, taken), said = self.open[-1], dict(attributes)
            column = next(c for c in range(1, 9999) if (row, c) not in taken)
            wide, high = (min(int(said[n]), 200) if (said.get(n) or "").isdecimal() else 1 for n in ("colspan", "rowspan"))
            taken.update((row + r, column + c) for r in range(high or 1) for c in range(wide or 1))
            self.open[-1][2] = self.cells[table, row, column] = []
    def handle_endtag(self, tag): self.open = self.open[:-1] if tag == "table" else self.open
    def handle_data(self, data): self.open and self.open[-1][2].append(data)
def printed(page, place):  # what an HTML document prints at a place; None where this reader cannot tell
    text = next((page.decode(c) for c in ("utf-8", "gb18030") if "\ufffd" not in page.decode(c, "replace")), "")
    found = Tables(text).cells.get((place.get("table"), place.get("row"), place.get("column")))
    return None if found is None or "member" in place or "script" in place else "".join("".join(found).split())
def check(files):  # yields (holds, sentence); holds is None where this program cannot tell
    sums, proof = files.pop("SHA256SUMS"), json.loads(files["proof.json"])
    same = sums == "".join(f"{sha(files[name])}  {name}\n" for name in sorted(files)).encode()
    yield same, f"all {len(files)} files are those of SHA256SUMS; the digest of the proof is {sha(sums)}"
    for one in proof["documents"]:
        record, body, crawl = files[one["record"]], files[one["file"]], proof["crawls"][one["crawl"]]
        told, manifest, lines = json.loads(record), json.loads(files[crawl["manifest"]]), files[crawl["records"]].split(b"\n")
        yield told[9:11] == [sha(body), len(body)], f"{one['file']}: the bytes had from {told[4]!r} at {told[6]!r}"
        head, place = crawl["before"], told[0] - crawl["first"]
        is_there = lines[place] == (sha(record).encode() if crawl["chain"] == 2 else record) and place >= 0
        for line in lines[:-1]: head = link(head, line, crawl["chain"])
        end = [told[1], crawl["first"] + len(lines) - 2, head]
        yield is_there and end == [manifest[n] for n in ("crawl", "captures", "head")], f"  their record is in crawl {told[1]!r}"
        yield None, f"  seals over the manifest of that crawl, for other programs to check: {len(crawl['seals'])}"
    cell = proof["cell"]
    if cell:
        text, said = cell["file"] and printed(files[cell["file"]], cell["place"]), "".join((cell["text"] or "").split())
        yield text == said or None, f"{cell['id']}: the proof says {said!r}; at {cell['place']} this program reads {text!r}"
if __name__ == "__main__":
    told = list(check(parts(Path(sys.argv[1]))))
    print(*({True: "holds  ", False: "FAILS  ", None: "unseen "}[holds] + said for holds, said in told), sep="\n")
    sys.exit(any(holds is False for holds, _ in told))
