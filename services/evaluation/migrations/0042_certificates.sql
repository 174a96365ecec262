-- Certificates of work. The text and its signature are the whole certificate; withdrawn or erased, the row
-- is gone, and with it the name.

create table certificate (
    code text primary key,                -- without hyphens
    user_id uuid not null,
    call_id uuid not null references call,
    name text not null,
    cards integer not null,
    first_on text not null,
    last_on text not null,
    issued_at timestamptz not null,
    statement text not null,
    signature bytea not null,
    public_key bytea not null
);

create index certificate_of_person on certificate (user_id, issued_at desc);
