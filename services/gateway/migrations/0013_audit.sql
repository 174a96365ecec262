-- Who did and saw what. The same stands in the event log's stream "audit", whose hash chain shows
-- whether a row here was changed or taken out (wlacznik audit verify).
CREATE TABLE audit_entry (
    id         uuid PRIMARY KEY, -- UUIDv7: in the order of the acts
    at         timestamptz NOT NULL,
    account_id uuid NOT NULL,    -- outlives the account
    assumed_by uuid,
    program    boolean NOT NULL,
    method     text NOT NULL,
    object_ids uuid[] NOT NULL,
    status     bigint NOT NULL
);
CREATE INDEX audit_entry_account ON audit_entry (account_id, id);
CREATE INDEX audit_entry_objects ON audit_entry USING gin (object_ids);
