-- What people chose about what they are told, and what waits for their digests.

create table settings (
    user_id uuid primary key,
    version bigint not null default 1,
    settings bytea not null             -- notification.NotificationSettings, packed: read whole, always
);

-- Messages that wait to go with others. The runtime's timer 'digest' (key: person, frequency) takes them.
create table digest_item (
    user_id uuid not null,
    frequency smallint not null,        -- notification.Frequency
    message_id uuid not null references message,
    primary key (user_id, frequency, message_id)
);
