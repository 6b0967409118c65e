"""The command line: one thin module per command, imported when it is called."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from ownctl.cli.exits import COULD_NOT_RUN, INTERRUPTED
from ownctl.cli.start import start_fast
from ownctl.cli.streams import streams
from ownctl.trouble import Trouble

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "init": "a small working ownership/ tree to start from",
    "validate": "hold the files to the rules",
    "plan": "what would change, for the account and for people",
    "apply": "make it so",
    "oncall": "who is on call when",
    "who": "owner of a service, who is paged now and next, where to turn",
    "rule": "what is checked, and why",
    "build": "files for others: CODEOWNERS",
    "schema": "the JSON Schemas of the files",
    "lsp": "the language server for editors",
    "completion": "what your shell completes when you press Tab",
    "ci": "bring a plan to where it is reviewed: GitHub, GitLab",
    "sandbox": "a local account that speaks the pager's API",
    "demo": "sandbox, validate, plan, apply and a second, empty plan",
}
"""Each command `NAME` is the attribute `NAME` of the module `ownctl.cli.NAME`."""


class Commands(click.Group):
    """Knows its commands by name and help, so that `--help` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        from ownctl.cli.examples import with_examples

        return with_examples(getattr(importlib.import_module(f"ownctl.cli.{cmd_name}"), cmd_name), cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            if close := get_close_matches(args[0], COMMANDS, 1):
                raise click.UsageError(f"{error.message} Did you mean '{close[0]}'?", ctx) from error
            raise

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        named = [CompletionItem(name, help=told) for name, told in COMMANDS.items() if name.startswith(incomplete)]
        return named + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ownctl", message="%(prog)s %(version)s")
@click.pass_context
def ownctl(context: click.Context) -> None:
    """Who owns what, what may wake them and who is on call when: from YAML to the pager."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org: set and not empty
        context.color = False


def main() -> NoReturn:
    """Run the command line; every way out has an exit code of the design, and none is a traceback."""
    start_fast()
    try:
        with streams():
            code = _run()
    except KeyboardInterrupt:  # before there was anything to interrupt, or after its end
        code = _say("interrupted", "", INTERRUPTED)
    gc.freeze()  # else Python looks through all that is left once more before it drops it, a twentieth of a short run
    sys.exit(code)


def _run() -> int:
    try:
        code = ownctl(prog_name="ownctl", standalone_mode=False)
    except Trouble as error:
        return _say(error.message, error.help, error.exit_code)
    except click.UsageError as error:
        _show_usage(error)
        return COULD_NOT_RUN
    except click.ClickException as error:
        return _say(error.format_message(), "", COULD_NOT_RUN)
    except (click.Abort, KeyboardInterrupt):
        if sys.stderr.isatty():
            click.echo(err=True)  # ends the line with the question, or with ^C
        return _say("interrupted", "", INTERRUPTED)
    except BrokenPipeError:
        return 1  # whoever read our output has gone; there is nobody to tell
    except Exception as bug:  # noqa: BLE001  # the last line: what nobody foresaw is a bug of ours, and is said so
        return _nowhere() if isinstance(bug, FileNotFoundError) and _is_nowhere() else _bug(bug)
    return code if isinstance(code, int) else 0


def _is_nowhere() -> bool:
    """Whether the working directory is gone: then hardly a path has a meaning, and whatever asks for one fails."""
    try:
        os.getcwd()  # noqa: PTH109  # no path is wanted
    except FileNotFoundError:
        return True
    return False


def _nowhere() -> int:
    return _say("the working directory is gone: somebody has deleted it", "cd to one that is there", COULD_NOT_RUN)


def _show_usage(error: click.UsageError) -> None:
    import io

    from ownctl.cli.printing import show

    text = io.StringIO()
    error.show(text)
    show(text.getvalue().removesuffix("\n"), err=True)


def _say(message: str, help_: str, code: int) -> int:
    from ownctl.cli.printing import show

    show(click.style("error: ", fg="red", bold=True) + message, err=True)
    if help_:
        show(click.style(" next: ", bold=True) + help_, err=True)
    return code


def _bug(bug: Exception) -> int:
    """Keep the details in a file, and say how to report them."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="ownctl-bug-", suffix=".txt", delete=False, encoding="utf-8") as file:
        traceback.print_exception(bug, file=file)
    return _say(
        f"this is a bug in ownctl ({type(bug).__name__})",
        f"please report it with {file.name}; nothing is lost, and the command may be run again",
        COULD_NOT_RUN,
    )
