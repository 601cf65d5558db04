"""The offline commands. `COMMANDS` tells the front door where each is; nothing here imports Scrapy."""

COMMANDS = {
    "add": "archive.cli.adding:add",
    "check": "archive.cli.checking:check",
    "copies": "archive.cli.copies:copies",
    "correct": "archive.cli.correcting:correct",
    "corrections": "archive.cli.sharing:corrections",
    "coverage": "archive.cli.coverage:coverage",
    "explain": "archive.cli.explaining:explain",
    "missing": "archive.cli.missing:missing",
    "parse": "archive.cli.parsing:parse",
    "query": "archive.cli.looking:query",
    "recheck": "archive.cli.filing:recheck",
    "releases": "archive.cli.releases:releases",
    "reports": "archive.cli.looking:reports",
    "reread": "archive.cli.filing:reread",
    "rules": "archive.cli.rules:rules",
    "score": "archive.cli.scoring:score",
    "show": "archive.cli.looking:show",
    "verify": "archive.cli.verifying:verify",
    "years": "archive.cli.years:years",
}
