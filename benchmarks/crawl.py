"""Crawl throughput beside a bare Scrapy spider that only writes the same bodies to files; peak memory.

    python benchmarks/crawl.py [--ports 16] [--pages 200] [--bytes 20000] [--runs 3]
    python benchmarks/crawl.py --memory --pages 1250        (16 ports: 20,000 pages)

Both crawl the same loopback server, one request at a time per port, 32 in all. Throughput is requests by
seconds between the server's first request and its last answer. The ratio is taken run by run, in turn.
"""

import argparse
import csv
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from crawler.portals import COLUMNS

HERE = Path(__file__).parent


class Server:
    """benchmarks/server.py as a context manager."""

    def __init__(self, ports, pages, size):
        self.arguments = [str(ports), str(pages), str(size)]

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, HERE / "server.py", *self.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ports = self.process.stdout.readline().split()
        return self

    def __exit__(self, *_):
        out, _ = self.process.communicate()
        self.figures = json.loads(out)


def portal_list(folder, ports):
    """A portal list with one static portal a port."""
    path = folder / "portals.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for port in ports:
            writer.writerow(
                [f"p{port}", "某某县", "", "county", "static", f"http://127.0.0.1:{port}/list_0.html", "", "never", ""]
            )
    return path


def ours(folder, ports):
    """The command of our crawl."""
    rows = portal_list(folder, ports)
    return [sys.executable, "-m", "crawler", "crawl", "--portals", rows, "--archive", folder / "archive"]


def bare(folder, ports):
    """The command of the baseline."""
    return [sys.executable, HERE / "bare_spider.py", folder, *ports]


def measure(make, arguments):
    """One run: requests a second, and the whole command's seconds."""
    folder = Path(tempfile.mkdtemp(prefix="nianbao-bench-", dir=arguments.dir))
    with Server(arguments.ports, arguments.pages, arguments.bytes) as server:
        began = time.monotonic()
        subprocess.run([str(part) for part in make(folder, server.ports)], check=False, capture_output=True)
        whole = time.monotonic() - began
    shutil.rmtree(folder)
    figures = server.figures
    return figures["requests"] / figures["seconds"], whole, figures["requests"]


def throughput(arguments):
    """Pairs of runs in turn, and their ratios."""
    ratios = []
    for number in range(arguments.runs):
        base, base_whole, asked = measure(bare, arguments)
        own, own_whole, own_asked = measure(ours, arguments)
        ratios.append(own / base)
        print(
            f"run {number + 1}: bare {base:.0f} requests/s ({asked} in {base_whole:.1f} s with start and end), "
            f"nianbao {own:.0f} requests/s ({own_asked} in {own_whole:.1f} s, reading included), ratio {own / base:.2f}"
        )
    print(f"crawl throughput: median ratio {statistics.median(ratios):.2f} (target: at least 0.60)")


def memory(arguments):
    """Peak memory of the crawl's own process over a large crawl, and on the way there."""
    folder = Path(tempfile.mkdtemp(prefix="nianbao-bench-", dir=arguments.dir))
    with Server(arguments.ports, arguments.pages, arguments.bytes) as server:
        command = [str(part) for part in ours(folder, server.ports)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        samples = []
        while process.poll() is None:
            samples.append(resident(process.pid))
            time.sleep(1)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    shutil.rmtree(folder)
    quarters = [max(samples[i * len(samples) // 4 : (i + 1) * len(samples) // 4] or [0]) for i in range(4)]
    print(f"{server.figures['requests']} requests; resident memory by quarter of the run: ", end="")
    print(", ".join(f"{q:.0f} MB" for q in quarters))
    print(f"largest process of the crawl: {peak:.0f} MB (target: under 350 MB, flat)")


def resident(pid):
    """Resident memory of a process in MB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ports", type=int, default=16)
    parser.add_argument("--pages", type=int, default=200, help="pages a port")
    parser.add_argument("--bytes", type=int, default=20_000, help="size of a page")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--dir", help="where the bodies go")
    given = parser.parse_args()
    (memory if given.memory else throughput)(given)
