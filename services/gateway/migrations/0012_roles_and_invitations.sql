-- Roles for a time, and those that wait for a second administrator's word.
ALTER TABLE account_role
    ADD COLUMN valid_from  timestamptz,
    ADD COLUMN valid_until timestamptz,
    ADD COLUMN proposed    boolean NOT NULL DEFAULT false,
    ADD COLUMN approved_by uuid;

-- An administrator who looks at the house as this account does.
ALTER TABLE session ADD COLUMN assumed_by uuid;

-- People asked to a role by e-mail, whether or not they have an account.
CREATE TABLE invitation (
    id          uuid PRIMARY KEY,
    token_hash  bytea NOT NULL,
    email       text NOT NULL,
    name        text NOT NULL,
    locale      text NOT NULL,
    role        integer NOT NULL,
    region      text COLLATE "C" NOT NULL,
    valid_until timestamptz,
    invited_by  uuid NOT NULL,
    invited_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX invitation_token_hash ON invitation (token_hash);
CREATE INDEX invitation_region ON invitation (region, invited_at DESC);
CREATE INDEX invitation_expires_at ON invitation (expires_at);
CREATE INDEX invitation_email ON invitation (lower (email), invited_at);
