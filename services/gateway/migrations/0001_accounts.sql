-- People who may sign in. A row is made when an address is confirmed, never before.
-- The keys fold case as ICU does, whatever the cluster's locale, and sort by bytes, so that a
-- beginning is a range of the index.
CREATE TABLE account (
    id            uuid PRIMARY KEY,
    email         text NOT NULL,
    email_key     text COLLATE "C" NOT NULL
                  GENERATED ALWAYS AS (lower(email COLLATE "und-x-icu")) STORED,
    name          text NOT NULL,
    name_key      text COLLATE "C" NOT NULL
                  GENERATED ALWAYS AS (lower(name COLLATE "und-x-icu")) STORED,
    locale        text NOT NULL CHECK (locale IN ('pl', 'en')),
    password_hash text NOT NULL,
    created_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX account_email_key ON account (email_key);
CREATE INDEX account_name_key ON account (name_key);

-- What each account may do, and where: a region, or '*' for all.
CREATE TABLE account_role (
    account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    role       integer NOT NULL,
    region     text COLLATE "C" NOT NULL,
    granted_at timestamptz NOT NULL,
    granted_by uuid, -- NULL: the operators' tool
    PRIMARY KEY (account_id, role, region)
);
CREATE INDEX account_role_role ON account_role (role, account_id);

-- Requests for an account that wait for their address to be confirmed; each keeps the password of
-- whoever made it, so confirming one never gives the mailbox's owner another's password.
-- Without a token: the address had an account; kept only to count messages.
CREATE TABLE registration (
    id            uuid PRIMARY KEY,
    email         text NOT NULL,
    email_key     text COLLATE "C" NOT NULL
                  GENERATED ALWAYS AS (lower(email COLLATE "und-x-icu")) STORED,
    name          text NOT NULL,
    locale        text NOT NULL,
    password_hash text,
    token_hash    bytea,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX registration_token_hash ON registration (token_hash);
CREATE INDEX registration_email_key ON registration (email_key, created_at);

CREATE TABLE session (
    id         uuid PRIMARY KEY,
    token_hash bytea NOT NULL,
    account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX session_token_hash ON session (token_hash);
CREATE INDEX session_account_id ON session (account_id);
CREATE INDEX session_expires_at ON session (expires_at);
