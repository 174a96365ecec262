-- Of a site only evaluation speaks with the centre, so there is one key.
alter table site drop column keys;
