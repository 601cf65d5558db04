"""All benchmarks, one after the other: `make bench`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
RUNS = (
    ["parse.py"],
    ["checks.py"],
    ["parse_office.py"],
    ["parse_ocr.py"],
    ["copies.py", "--reports", "100000"],
    ["census.py"],
    ["store.py"],
    ["store.py", "--texts"],
    ["exports.py"],
    ["crawl.py"],
    ["crawl.py", "--memory", "--pages", "1250", "--bytes", "4000"],
)

for arguments in RUNS:
    print(f"== benchmarks/{' '.join(arguments)}", flush=True)
    subprocess.run([sys.executable, HERE / arguments[0], *arguments[1:]], check=True)
