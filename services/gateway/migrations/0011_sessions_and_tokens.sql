-- Where somebody is signed in, as they will know it again.
ALTER TABLE session
    ADD COLUMN device  text NOT NULL DEFAULT '',
    ADD COLUMN seen_at timestamptz; -- written every ten minutes at most

-- Devices that an account was opened on, so that a new one is told. The token is a cookie there.
CREATE TABLE device (
    account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    token_hash bytea NOT NULL,
    first_at   timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    PRIMARY KEY (account_id, token_hash)
);

-- Tokens for programs. What one may do is the account's roles at the moment of use, of which those
-- that are listed here.
CREATE TABLE api_token (
    id            uuid PRIMARY KEY,
    account_id    uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    token_hash    bytea NOT NULL,
    name          text NOT NULL,
    roles         bigint[] NOT NULL,
    read_only     boolean NOT NULL,
    call_id       uuid,
    second_factor boolean NOT NULL, -- made in a session with one
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    used_at       timestamptz       -- written every ten minutes at most
);
CREATE UNIQUE INDEX api_token_token_hash ON api_token (token_hash);
CREATE INDEX api_token_account_id ON api_token (account_id, created_at DESC);

-- Programs have accounts without an address, so none with a password.
ALTER TABLE account
    ALTER COLUMN email DROP NOT NULL,
    ALTER COLUMN email_key DROP NOT NULL,
    ADD COLUMN service boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT account_address CHECK (service = (email IS NULL));
CREATE INDEX account_service ON account (name_key) WHERE service;
