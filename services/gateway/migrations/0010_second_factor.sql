-- One-time codes of an app (TOTP). The secret is sealed with the key of `second_factor.key`, so that
-- a copy of the database gives nobody's codes.
ALTER TABLE account
    ADD COLUMN totp_secret bytea,
    ADD COLUMN totp_since  timestamptz,               -- NULL: not on (a secret may wait for its first code)
    ADD COLUMN totp_step   bigint NOT NULL DEFAULT 0; -- of the last code taken: none counts twice

CREATE TABLE recovery_code (
    account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    code_hash  bytea NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);

-- Whether the session was opened with a second factor.
ALTER TABLE session ADD COLUMN second_factor boolean NOT NULL DEFAULT false;

-- What was sent by mail and opens something once.
CREATE TABLE link (
    id         uuid PRIMARY KEY,
    purpose    integer NOT NULL, -- store_links.h
    token_hash bytea NOT NULL,
    account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    email      text,             -- the new address, where one is to be confirmed
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX link_token_hash ON link (token_hash);
CREATE INDEX link_account_id ON link (account_id, purpose, created_at);
CREATE INDEX link_expires_at ON link (expires_at);
