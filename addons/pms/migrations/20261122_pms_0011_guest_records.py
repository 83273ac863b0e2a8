"""Keep guests' preferences, merges and keys, and index the words guests are found by."""

from __future__ import annotations

from alembic import op

from oppsera_host.tenancy.rls import protect, unforced

revision = "pms_0011"
down_revision = "pms_0010"
branch_labels = None
depends_on = None

TABLES = """
alter table pms_guests
  add column language text,
  add column country text,
  add column preferences text[] not null default '{}',
  add column merged_into uuid,
  add column erased_at timestamp with time zone,
  add constraint fk_pms_guests_tenant_id_merged_into foreign key (tenant_id, merged_into)
    references pms_guests (tenant_id, id),
  add constraint ck_pms_guests_merged_into check (merged_into <> id);
create index ix_pms_guests_tenant_id_merged_into on pms_guests (tenant_id,
    merged_into) where merged_into is not null;
drop index ix_pms_guests_tenant_id_email;
create table pms_guest_words (
  tenant_id uuid not null,
  word text collate "C" not null,
  guest_id uuid not null,
  constraint pk_pms_guest_words primary key (tenant_id, word, guest_id),
  constraint fk_pms_guest_words_tenant_id_guest_id foreign key (tenant_id, guest_id)
    references pms_guests (tenant_id, id)
);
create index ix_pms_guest_words_tenant_id_guest_id on pms_guest_words (tenant_id, guest_id);
create table pms_guest_merges (
  tenant_id uuid not null,
  id uuid not null,
  survivor_id uuid not null,
  other_id uuid not null,
  moved jsonb not null,
  before jsonb not null,
  filled jsonb not null,
  merged_at timestamp with time zone not null,
  undone_at timestamp with time zone,
  constraint pk_pms_guest_merges primary key (tenant_id, id),
  constraint fk_pms_guest_merges_tenant_id_survivor_id foreign key (tenant_id, survivor_id)
    references pms_guests (tenant_id, id),
  constraint fk_pms_guest_merges_tenant_id_other_id foreign key (tenant_id, other_id)
    references pms_guests (tenant_id, id)
);
create index ix_pms_guest_merges_tenant_id_survivor_id on pms_guest_merges (tenant_id, survivor_id);
create unique index uq_pms_guest_merges_other on pms_guest_merges (tenant_id, other_id) where undone_at is null;
create table pms_guest_keys (
  tenant_id uuid not null,
  guest_id uuid not null,
  key bytea not null,
  constraint pk_pms_guest_keys primary key (tenant_id, guest_id),
  constraint fk_pms_guest_keys_tenant_id_guest_id foreign key (tenant_id, guest_id)
    references pms_guests (tenant_id, id)
);
create table pms_guest_changes (
  tenant_id uuid not null,
  guest_id uuid not null,
  version bigint not null,
  at timestamp with time zone not null,
  actor text not null,
  before jsonb not null,
  after jsonb not null,
  constraint pk_pms_guest_changes primary key (tenant_id, guest_id, version),
  constraint fk_pms_guest_changes_tenant_id_guest_id foreign key (tenant_id, guest_id)
    references pms_guests (tenant_id, id)
);
"""
# The planner's samples of these columns would be copies of names that no erasure reaches.
NO_SAMPLES = {
    "pms_guests": (
        "first_name", "last_name", "email", "phone", "notes", "search_text", "external_reference", "preferences",
    ),
    "pms_guest_words": ("word",),
    "pms_guest_merges": ("before", "filled"),
    "pms_guest_changes": ("before", "after"),
    "pms_guest_keys": ("key",),
    "pms_reservations": ("notes",),
    "pms_bookings": ("notes",),
    "pms_idempotency_keys": ("body",),
    "rm_pms_calendar_segments": ("guest_name",),
}  # fmt: skip
# Whoever writes a guest, one by one or by the thousand, gets the words right without knowing of them.
WORDS = """
create function pms_words_of(search_text text) returns setof text language sql immutable parallel safe
set search_path = pg_catalog as $$
  with tokens as materialized (select w from regexp_split_to_table(search_text, ' ') w where w <> '')
  select left(w, 60) from tokens
  union select left(part, 60) from tokens, regexp_split_to_table(w, '[@._+'',;:/()-]+') part where part <> ''
  union select left(split_part(w, '@', 2), 60) from tokens where w like '%@_%'
  union select left(translate(w, '-.''', ''), 60) from tokens where translate(w, '-.''', '') <> ''
  union select substr(w, n) from tokens, generate_series(2, length(w) - 2) n where w ~ '^[0-9]{5,18}$'
$$;
create function pms_index_new_guests() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  insert into pms_guest_words (tenant_id, word, guest_id)
  select m.tenant_id, w, m.id from made m cross join pms_words_of(m.search_text) w;
  return null;
end $$;
create function pms_index_changed_guest() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  delete from pms_guest_words where tenant_id = new.tenant_id and guest_id = new.id;
  insert into pms_guest_words (tenant_id, word, guest_id)
  select new.tenant_id, w, new.id from pms_words_of(new.search_text) w;
  return null;
end $$;
create trigger index_new_guests after insert on pms_guests referencing new table as made
  for each statement execute function pms_index_new_guests();
create trigger index_changed_guest after update on pms_guests
  for each row when (old.search_text is distinct from new.search_text)
  execute function pms_index_changed_guest();
"""
INDEX_EXISTING = """
insert into pms_guest_words (tenant_id, word, guest_id)
select g.tenant_id, w, g.id from pms_guests g cross join pms_words_of(g.search_text) w
"""
UNDO = """
drop trigger index_changed_guest on pms_guests;
drop trigger index_new_guests on pms_guests;
drop function pms_index_changed_guest();
drop function pms_index_new_guests();
drop function pms_words_of(text);
drop table pms_guest_changes;
drop table pms_guest_keys;
drop table pms_guest_merges;
drop table pms_guest_words;
alter table pms_guests drop column erased_at, drop column merged_into, drop column preferences,
  drop column country, drop column language;
create index ix_pms_guests_tenant_id_email on pms_guests (tenant_id, email);
"""


def upgrade() -> None:
    with unforced(op, "pms_guests"):
        op.execute(TABLES)
        op.execute(WORDS)
        op.execute(INDEX_EXISTING)
    for table in ("pms_guest_words", "pms_guest_merges", "pms_guest_keys", "pms_guest_changes"):
        protect(op, table)
    for table, columns in NO_SAMPLES.items():
        for column in columns:
            op.execute(f"alter table {table} alter column {column} set statistics 0")


def downgrade() -> None:
    op.execute(UNDO)
    for table in (
        "pms_guests",
        "pms_reservations",
        "pms_bookings",
        "pms_idempotency_keys",
        "rm_pms_calendar_segments",
    ):
        for column in NO_SAMPLES[table]:
            if column != "preferences":
                op.execute(f"alter table {table} alter column {column} set statistics -1")
