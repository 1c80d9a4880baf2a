"""The named platforms of one owner."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import AbsentError, StoreError
from assistant.store import rows
from assistant.store.database import Database
from assistant.store.profile_file import ProfileFile
from assistant.store.records import Facts, Profile
from assistant.store.tables import ProfileRow
from assistant.store.text import MAX_NAME, as_id, name_of, remark_of

__all__ = ["Profiles"]


class Profiles:
    """Platforms saved under a name, which is the owner's only one of that name.

    Those that take an id raise AbsentError where this owner has no such platform. The store does not know the
    rulebook: check facts before (`Assistant.checked_facts`).

    Example:
        >>> texas = mine.profiles.save("Texas", {"serves_us_users": "yes"})  # doctest: +SKIP
        >>> variant = mine.profiles.duplicate(texas.id)  # doctest: +SKIP
        >>> [one.name for one in mine.profiles.all()]  # doctest: +SKIP
        ['Texas', 'Texas (2)']
    """

    def __init__(self, database: Database, owner: str) -> None:
        self._database, self._owner = database, owner

    def all(self) -> tuple[Profile, ...]:
        """By name, letter case aside."""
        with self._database.reading() as session:
            found = session.scalars(select(ProfileRow).where(ProfileRow.owner == self._owner))
            return tuple(sorted(map(rows.profile, found), key=lambda one: (one.name.casefold(), one.name)))

    def read(self, profile: str) -> Profile:
        with self._database.reading() as session:
            return rows.profile(self._row(session, profile))

    def save(self, name: str, facts: Facts, *, remark: str = "") -> Profile:
        """A new one.

        Raises:
            StoreError: the name is empty, too long, or taken.
        """
        named = name_of(name, "name")
        with self._database.writing() as session:
            self._free(session, named)
            return self._added(session, named, facts, remark)

    def change(self, profile: str, facts: Facts, *, remark: str | None = None) -> Profile:
        """The facts replaced; `remark` too, unless it is None."""
        with self._database.writing() as session:
            row = self._row(session, profile)
            row.facts = rows.packed(dict(facts))
            row.remark = row.remark if remark is None else remark_of(remark)
            row.changed_at = rows.now()
            return rows.profile(row)

    def rename(self, profile: str, name: str) -> Profile:
        """Raises StoreError as `save` does."""
        named = name_of(name, "name")
        with self._database.writing() as session:
            row = self._row(session, profile)
            if named != row.name:
                self._free(session, named)
            row.name, row.changed_at = named, rows.now()
            return rows.profile(row)

    def duplicate(self, profile: str) -> Profile:
        """A copy with the next free name: "Texas (2)"."""
        with self._database.writing() as session:
            row = self._row(session, profile)
            return self._added(session, self._next(session, row.name), rows.unpacked(row.facts), row.remark)

    def delete(self, profile: str) -> None:
        with self._database.writing() as session:
            session.delete(self._row(session, profile))

    def bring_in(self, file: ProfileFile) -> Profile:
        """Keep what `read_profile` read; where the name is taken, under the next free one."""
        with self._database.writing() as session:
            return self._added(
                session, self._next(session, name_of(file.name, "name")), file.facts, file.remark
            )

    def _added(self, session: Session, name: str, facts: Facts, remark: str) -> Profile:
        moment = rows.now()
        row = ProfileRow(
            id=rows.new_id(), owner=self._owner, name=name, facts=rows.packed(dict(facts)),
            remark=remark_of(remark), made_at=moment, changed_at=moment,
        )  # fmt: skip
        session.add(row)
        return rows.profile(row)

    def _row(self, session: Session, profile: str) -> ProfileRow:
        row = session.scalar(
            select(ProfileRow)
            .where(ProfileRow.id == as_id(profile), ProfileRow.owner == self._owner)
            .with_for_update()
        )
        if row is None:
            raise AbsentError(f"there is no platform {profile[:40]!r}: it may have been deleted")
        return row

    def _names(self, session: Session) -> set[str]:
        return set(session.scalars(select(ProfileRow.name).where(ProfileRow.owner == self._owner)))

    def _free(self, session: Session, name: str) -> None:
        if name in self._names(session):
            raise StoreError(f"there is a platform {name!r} already: choose another name")

    def _next(self, session: Session, name: str) -> str:
        taken, number, chosen = self._names(session), 1, name
        while chosen in taken:
            number += 1
            ending = f" ({number})"
            chosen = name[: MAX_NAME - len(ending)] + ending
        return chosen
