"""Whether the database still lets this task in.

The password is read once, at the start. After a rotation only a new task has the right one, so a refused login ends in
the health check; a database that is merely away does not.
"""

import logging
import re
from mmap import mmap
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.rows import DictRow

log = logging.getLogger("login")

# SQLSTATE 28P01, and what of 28000 speaks of the user. psycopg tells no SQLSTATE of a connection that failed, so it is
# the server's words, in English. Not pg_hba.conf: a new task would be refused as well.
REFUSAL = re.compile(
    r'FATAL: +(?:[\w-]+ authentication failed for user "|role ".*" (?:does not exist|is not permitted to log in))'
)


class Login:
    """Shared by the workers that are forked from here: whichever is asked for its health knows what any of them met."""

    def __init__(self) -> None:
        self.shared = mmap(-1, 1)

    @property
    def refused(self) -> bool:
        return self.shared[0] == 1

    def failed(self, error: Exception) -> None:
        if REFUSAL.search(str(error)) and not self.refused:
            self.shared[0] = 1
            log.error("the database refuses the login, and this task reports itself unhealthy: %s", error)

    def succeeded(self) -> None:
        if self.refused:
            self.shared[0] = 0
            log.warning("the database takes the login again")


def watched(login: Login) -> type[Connection[DictRow]]:
    class Watched(Connection[DictRow]):
        @classmethod
        def connect(cls, *arguments: Any, **options: Any) -> Any:
            try:
                connection = super().connect(*arguments, **options)
            except psycopg.OperationalError as error:
                login.failed(error)
                raise
            login.succeeded()
            return connection

    return Watched
