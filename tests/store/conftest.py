import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.settings import Settings
from assistant.store import Store, open_store

MISSING = "PostgreSQL is not installed here: apt-get install postgresql"


def _programs() -> Path | None:
    """Debian keeps them off the path."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return places[-1] if places else None


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The URL of a throw-away cluster on a socket of its own; PostgreSQL refuses to run as root."""
    programs = _programs()
    if programs is None:
        assert not os.environ.get("REQUIRE_PROGRAMS"), MISSING
        pytest.skip(MISSING)
    user = "postgres" if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="cluster-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

        def call(program: str, *arguments: str) -> None:
            subprocess.run(
                [programs / program, "-D", f"{folder}/data", *arguments],
                check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL,
            )  # fmt: skip

        call("initdb", "-U", "tests", "-A", "trust", "--no-sync", "--no-locale", "-E", "UTF8")
        call("pg_ctl", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} -c listen_addresses=''", "start")
        try:
            yield f"postgresql://tests@/{{name}}?host={folder}"
        finally:
            call("pg_ctl", "-m", "immediate", "stop")


@pytest.fixture
def fresh_url(cluster: str) -> str:
    """An empty database."""
    import psycopg

    name = f"t{next(_NUMBERS)}"
    with psycopg.connect(cluster.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return cluster.format(name=name)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings that name an empty store, in each of the databases."""
    if request.param == "sqlite":
        return Settings(data=tmp_path / "data")
    return Settings(data=tmp_path / "data", store_url=SecretStr(request.getfixturevalue("fresh_url")))


@pytest.fixture
def opening(place: Settings) -> Iterator[Callable[[], Store]]:
    """Opens the place, as often as a test likes; each is closed at the end."""
    opened: list[Store] = []

    def open_it() -> Store:
        opened.append(open_store(place))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def store(opening: Callable[[], Store]) -> Store:
    return opening()


_NUMBERS = iter(range(10_000))
