/* An identity provider (oidc-provider, certified by the OpenID Foundation) on this machine. Its own pages
 * sign anybody in under the name they type, which becomes subject and address.
 *
 *   node provider.mjs PORT REDIRECT_URI KEY_ID [RS256 | ES256]
 */
import { generateKeyPairSync } from "node:crypto";
import Provider from "oidc-provider";

const [port, redirect, kid, algorithm = "RS256"] = process.argv.slice(2);
const pair = algorithm === "ES256"
  ? generateKeyPairSync("ec", { namedCurve: "P-256" })
  : generateKeyPairSync("rsa", { modulusLength: 2048 });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "wlacznik", client_secret: "sekret+/=", redirect_uris: [redirect],
    id_token_signed_response_alg: algorithm,
  }],
  jwks: { keys: [{ ...pair.privateKey.export({ format: "jwk" }), kid, use: "sig", alg: algorithm }] },
  cookies: { keys: ["only for a test"] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  pkce: { required: () => true, methods: ["S256"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: id, email: id.replace(/^unverified-/, ""), email_verified: !id.startsWith("unverified-"),
      name: id.startsWith("bare-") ? undefined : "Zofia Żak",
    }),
  }),
});
provider.on("server_error", (_, error) => console.error(error));
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
