"""Look-ups of guests."""

from __future__ import annotations

from sqlalchemy import text

_COLUMNS = (
    "g.id, g.version, g.first_name, g.last_name, g.email, g.phone, g.notes, g.created_at, g.updated_at,"
    " g.language, g.country, g.preferences, g.merged_into, g.erased_at"
)

ONE = text(
    f"select {_COLUMNS} from pms_guests g"
    " where g.tenant_id = cast(:tenant as uuid) and g.id = cast(:id as uuid)"
)
BY_ID = text(
    f"select {_COLUMNS} from pms_guests g"
    " where g.tenant_id = cast(:tenant as uuid) and g.id = any(cast(:ids as uuid[]))"
)
#: The profile and all that were merged into it, at any depth.
FAMILY = text(
    "with recursive family as ("
    " select id from pms_guests where tenant_id = cast(:tenant as uuid) and id = cast(:id as uuid)"
    " union select m.id from pms_guests m join family f on m.merged_into = f.id"
    " where m.tenant_id = cast(:tenant as uuid)) select id from family"
)
_AFTER = (
    " and (cast(:after as uuid) is null or (g.search_text, g.id) > ("
    "select a.search_text, a.id from pms_guests a"
    " where a.tenant_id = cast(:tenant as uuid) and a.id = cast(:after as uuid)))"
    " order by g.search_text, g.id limit cast(:count as integer)"
)
_SHOWN = "g.tenant_id = cast(:tenant as uuid) and g.merged_into is null and g.erased_at is null"
# Walks the (tenant, search_text) index in order and stops at the page's end. The page is continued from a
# guest's id and not from the text, so that no name stands in an address.
EVERYBODY = text(f"select g.id from pms_guests g where {_SHOWN}{_AFTER}")
# Ids are made in the order of time, so that the primary key read backwards begins with the newest profile.
NEWEST = text(
    f"select {_COLUMNS} from pms_guests g where {_SHOWN}"
    " and g.id < coalesce(cast(:after as uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')"
    " order by g.id desc limit cast(:count as integer)"
)
#: Ids of the guests that a search means.
# One look-up in the index of words per alternative: words are compared by code point from the beginning wanted
# to the last one that begins so. LIKE is not leakproof, so that row-level security would keep the index from it.
# ``offset 0`` keeps each look-up one: of words the planner keeps no figures, and would rather join all of a tenant's.
FOUND = (
    "select w.guest_id from unnest(cast(:places as integer[]), cast(:firsts as text[]), cast(:lasts as text[]))"
    " as t (place, first, last) cross join lateral (select l.guest_id from pms_guest_words l"
    " where l.tenant_id = cast(:tenant as uuid) and l.word >= t.first and l.word <= t.last offset 0) w"
    " group by w.guest_id having count(distinct t.place) = cast(:wanted as integer)"
)
# An array, because the planner expects few members of one: of words it keeps no figures, and would rather read
# every guest.
SEARCH = text(f"select g.id from pms_guests g where {_SHOWN} and g.id = any(array({FOUND})){_AFTER}")
#: Profiles that share any of the words; compared by the caller.
SHARING = text(
    f"select {_COLUMNS} from pms_guests g where {_SHOWN} and g.id is distinct from cast(:id as uuid)"
    " and g.id = any(array(select w.guest_id from unnest(cast(:words as text[])) as t (word)"
    " join pms_guest_words w on w.tenant_id = cast(:tenant as uuid) and w.word = t.word))"
    " order by g.search_text, g.id limit cast(:count as integer)"
)
#: Held until the transaction ends, so that no profile is merged or erased under a booking that names it.
KEEP = text(
    "select g.id, g.first_name, g.last_name, g.email, g.phone, g.merged_into, g.erased_at from pms_guests g"
    " where g.tenant_id = cast(:tenant as uuid) and g.id = cast(:id as uuid) for key share"
)
LOCK = text(
    "select g.id from pms_guests g where g.tenant_id = cast(:tenant as uuid)"
    " and g.id = any(cast(:ids as uuid[])) order by g.id for update"
)
