-- Ways in beside the password.

-- A sign-in at the identity provider that has begun, or a passkey's challenge. What the browser holds is
-- kept as a hash; state, nonce and verifier are derived from it, so that nothing here opens anything.
CREATE TABLE flow (
    token_hash bytea PRIMARY KEY,
    purpose    integer NOT NULL, -- store_flows.h
    account_id uuid REFERENCES account ON DELETE CASCADE, -- whose passkey; whom the provider named
    subject    text,             -- whom the provider named, while a one-time code is awaited
    expires_at timestamptz NOT NULL
);
CREATE INDEX flow_expires_at ON flow (expires_at);

-- Who somebody is at a provider. Never a name or an address: those are the account's.
CREATE TABLE identity (
    id         uuid PRIMARY KEY,
    issuer     text COLLATE "C" NOT NULL,
    subject    text COLLATE "C" NOT NULL,
    account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    linked_at  timestamptz NOT NULL,
    used_at    timestamptz NOT NULL,
    UNIQUE (issuer, subject)
);
CREATE INDEX identity_account_id ON identity (account_id, linked_at DESC);

CREATE TABLE passkey (
    id            uuid PRIMARY KEY,
    credential_id bytea NOT NULL UNIQUE,
    account_id    uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    algorithm     integer NOT NULL, -- COSE
    public_key    bytea NOT NULL,   -- as libfido2 has it
    sign_count    bigint NOT NULL,
    backed_up     boolean NOT NULL,
    name          text NOT NULL,
    created_at    timestamptz NOT NULL,
    used_at       timestamptz
);
CREATE INDEX passkey_account_id ON passkey (account_id, created_at DESC);
