"""The pages for signing in, in Chromium: a passkey of a virtual authenticator, and the identity provider."""

import os
import subprocess
import sys

import test_provider
from world import PASSWORD, Gateway

HERE = os.path.dirname(os.path.abspath(__file__))


def main(program, web_root):
    here, there = test_provider.free_port(), test_provider.free_port()
    url = f"http://localhost:{here}"
    test_provider.PUBLIC = url
    provider = test_provider.Provider(there, "one")
    gateway = Gateway(program, OIDC_ISSUER=f"http://127.0.0.1:{there}", OIDC_CLIENT_ID="wlacznik",
                      OIDC_CLIENT_SECRET="sekret+/=", OIDC_NAME="Urząd", PUBLIC_URL=url, HTTP_PORT=str(here),
                      HTTP_WEB_ROOT=web_root)
    try:
        gateway.make_account("keys@example.pl")
        return subprocess.run(["node", os.path.join(HERE, "browser.mjs"), url, "keys@example.pl", PASSWORD]).returncode
    finally:
        provider.stop()
        gateway.stop()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
