-- Forms of several stages may ask under the same key.
alter table data_request add column stage text not null default '';
alter table rectification add column stage text not null default '';
