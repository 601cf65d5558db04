"""`python -m crawler` is `nianbao`."""

from crawler.cli import main

main(prog_name="nianbao")
