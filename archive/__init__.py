"""What is kept and what can be read from it; works offline."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("nianbao")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+source"
