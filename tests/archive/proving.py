"""An archive of one crawl with a report in it, and proofs from it."""

from unittest.mock import patch

from click.testing import CliRunner
from support import Ran

from archive.blobs import digest_of
from archive.captures import Capture
from archive.cli import proving
from archive.database import captures
from archive.keeper import Keeper
from tests.archive.seeing import AGENCY, Reader, page

KEY, CELL = f"{AGENCY}:2022", "applications.new[total]"


def crawled(directory, chain=2):
    """A crawl in which the report is the third of eight captures."""
    with Keeper(directory) as keeper:
        keeper.write(lambda c: captures.begin_crawl(c, "crawl-1", "me", "test", {}))
        keeper.write(lambda c: c.execute("UPDATE crawl SET chain = ?", (chain,)))
        for number in range(7):
            if number == 2:
                Reader(keeper).see(page())
            body = b"page %d" % number
            url, digest = f"http://a/页{number}", digest_of(body)
            keeper.keep(digest, body)
            capture = Capture("crawl-1", None, "page", url, url, "2026-02-09", 200, "text/html", digest, len(body))
            keeper.write(lambda c, capture=capture: captures.add_capture(c, capture))
        keeper.write(lambda c: captures.end_crawl(c, "crawl-1", "finished"))
    return directory


def proved(archive, target, *words):
    """The command in this process, where it reads in another one: that costs a second each time."""
    with patch.object(proving, "call", lambda function, *arguments: function(*arguments)):
        ran = CliRunner().invoke(
            proving.prove, [*words, "--no-picture", "--output", str(target), "--archive", str(archive)]
        )
    return Ran(ran.exit_code, ran.stdout, ran.stderr)
