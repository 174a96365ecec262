-- Who pauses a webhook holds it back themselves; 410 Gone says it for them.
alter table webhook add column paused boolean not null default false;

-- What became of a webhook's calls, the newest first.
create index dispatch_of_webhook on dispatch (target, created_at desc) where channel = 2;
