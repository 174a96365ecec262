-- Roles that are held in one programme. A table of their own: the release before knows nothing of them, so that
-- going back to it takes them away; in a column of account_role it would take them for roles everywhere.
CREATE TABLE programme_role (
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    role         integer NOT NULL,
    region       text COLLATE "C" NOT NULL,
    programme_id uuid NOT NULL,
    granted_at   timestamptz NOT NULL,
    granted_by   uuid,
    valid_from   timestamptz,
    valid_until  timestamptz,
    PRIMARY KEY (account_id, role, region, programme_id)
);
CREATE INDEX programme_role_role ON programme_role (role, account_id);

-- Every grant; without a programme it is for all.
CREATE VIEW role_held AS
    SELECT account_id, role, region, NULL::uuid AS programme_id, valid_from, valid_until, proposed
    FROM account_role
    UNION ALL
    SELECT account_id, role, region, programme_id, valid_from, valid_until, false
    FROM programme_role;

ALTER TABLE invitation ADD COLUMN programme_id uuid;
ALTER TABLE api_token ADD COLUMN programme_id uuid; -- its roles work only there
