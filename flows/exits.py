"""How commands end: the documented exit codes, and one clear line for every error an operator can mend."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from flows.console import say

EXIT_FAILED, EXIT_PARTLY, EXIT_LOCKED, EXIT_DAMAGED, EXIT_LATER = 1, 3, 4, 5, 6


def fail(message: str, code: int = EXIT_FAILED) -> NoReturn:
    """Ends the command with a clear line."""
    say(f"onrecord: {message}")
    sys.exit(code)


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turns the errors an operator can mend into one line and an exit code; anything else is a fault of ours."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        from tasks.archive.errors import ArchiveError
        from tasks.batch.lock import HomeLockedError
        from warehouse.build import BuildFailed
        from warehouse.query import QueryError

        try:
            return command(*args, **kwargs)
        except HomeLockedError as error:
            fail(str(error), EXIT_LOCKED)
        except (BuildFailed, QueryError, ArchiveError) as error:
            fail(str(error))
        except LookupError as error:
            if type(error) is not LookupError:
                raise  # a KeyError or IndexError is a fault of ours and must show where
            fail(str(error))
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                fail("the ledger is in use by another process: try again later", EXIT_LOCKED)
            fail(f"the ledger is damaged ({error}): make it again with onrecord ledger rebuild")
        except OSError as error:
            fail(f"{error.strerror or error}: {error.filename or 'the data folder'}")

    return run
