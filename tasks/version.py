"""The version whose rules read a page; it stands on every reading."""

from importlib.metadata import version

VERSION = version("onrecord")
