"""A fast loopback server for the benchmarks: many ports, each a portal with a list and its pages.

    python benchmarks/server.py PORTS PAGES BYTES

Prints the ports on one line, serves until standard input ends, then prints a JSON line with the number
of requests and the seconds between the first request and the last answer.
"""

import asyncio
import json
import sys
import time

PER_LIST = 50


def filler(size):
    """Prose of about `size` bytes."""
    sentence = "本年度围绕群众关心的事项及时公布信息，并逐件核对数据。"
    return f"<p>{sentence * 8}</p>" * max(1, size // (len(sentence.encode()) * 8))


def listing(at, pages):
    """The `at`-th list page: links to its reports and to the next one."""
    rows = "".join(
        f'<li><a href="/p/{n}.html">某某县第{n}局2023年政府信息公开工作年度报告</a></li>'
        for n in range(at * PER_LIST, min((at + 1) * PER_LIST, pages))
    )
    following = f'<a href="/list_{at + 1}.html">下一页</a>' if (at + 1) * PER_LIST < pages else ""
    return f"<html><meta charset=utf-8><body><ul>{rows}</ul>{following}</body></html>"


def answer(path, pages, text):
    """The whole HTTP answer for a path."""
    if path.startswith("/list_"):
        body = listing(int(path[6:-5]), pages)
    elif path.startswith("/p/"):
        number = path[3:-5]
        title = f"某某县第{number}局2023年政府信息公开工作年度报告"
        body = f"<html><meta charset=utf-8><body><h1>{title}</h1><div class=content>{text}{number}</div></body></html>"
    else:
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    data = body.encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s" % (
        len(data),
        data,
    )


class Times:
    """When the first request came and the last answer went."""

    first = last = 0.0
    count = 0


def protocol(pages, text):
    """A protocol class that answers pipelined GET requests."""

    class Protocol(asyncio.Protocol):
        def connection_made(self, transport):
            self.transport, self.data = transport, b""

        def data_received(self, data):
            self.data += data
            while b"\r\n\r\n" in self.data:
                head, self.data = self.data.split(b"\r\n\r\n", 1)
                Times.first = Times.first or time.monotonic()
                path = head.split(b" ", 2)[1].decode()
                self.transport.write(answer(path, pages, text))
                Times.count += 1
                Times.last = time.monotonic()

    return Protocol


async def serve(ports, pages, size):
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    made = protocol(pages, filler(size))
    servers = [await loop.create_server(made, "127.0.0.1", 0) for _ in range(ports)]
    print(*(s.sockets[0].getsockname()[1] for s in servers), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    print(json.dumps({"requests": Times.count, "seconds": Times.last - Times.first}), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(*map(int, sys.argv[1:4])))
