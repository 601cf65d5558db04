"""The offline commands. `commands` lists them for the front door; nothing here imports Scrapy."""

from __future__ import annotations

from archive.cli.adding import add
from archive.cli.checking import check
from archive.cli.copies import copies
from archive.cli.correcting import correct
from archive.cli.explaining import explain
from archive.cli.filing import recheck, reread
from archive.cli.looking import coverage, query, reports, show
from archive.cli.parsing import parse
from archive.cli.rules import rules
from archive.cli.scoring import score
from archive.cli.sharing import corrections
from archive.cli.verifying import verify
from archive.cli.years import years

commands = (
    *(parse, add, reread, recheck, reports, show, years, explain, correct, corrections),
    *(query, coverage, check, copies, rules, score, verify),
)
