"""The command line: every command, its arguments, and the module that carries it out."""

from rosterdesk.commands.arguments.parsing import parse

__all__ = ["parse"]
