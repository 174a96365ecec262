/* What the browser's own passkey dialogues take and give, in the words of our API. */
import { post } from "../api/client";
import { Problem } from "../api/problem";
import type { Passkey, Session } from "../api/shapes";

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

function textOf(data: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(data)));
}

/** Whether this browser can use passkeys here: not over plain http, and not where the address is a number. */
export function passkeysWork(): boolean {
  return typeof PublicKeyCredential === "function" && !/^[\d.]+$|:/.test(location.hostname);
}

/* Whoever closes the dialogue has changed their mind; nothing went wrong. */
async function ask<T>(dialogue: Promise<Credential | null>, take: (credential: PublicKeyCredential) => Promise<T>): Promise<T | null> {
  let credential: Credential | null;
  try {
    credential = await dialogue;
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotAllowedError") return null;
    if (error instanceof DOMException) throw new Problem(400, "passkey-not-made", "");
    throw error;
  }
  return credential ? take(credential as PublicKeyCredential) : null;
}

/** Null: the person closed the browser's dialogue. */
export async function signInByPasskey(): Promise<Session | null> {
  const { challenge, relyingParty } = await post("/v1/sessions/passkey", { body: {} });

  return ask(navigator.credentials.get({
    publicKey: { challenge: bytesOf(challenge), rpId: relyingParty, userVerification: "required" },
  }), (credential) => {
    const answer = credential.response as AuthenticatorAssertionResponse;
    return post("/v1/sessions/by-passkey", {
      body: {
        credentialId: textOf(credential.rawId),
        clientData: textOf(answer.clientDataJSON),
        authenticatorData: textOf(answer.authenticatorData),
        signature: textOf(answer.signature),
        userHandle: answer.userHandle ? textOf(answer.userHandle) : "",
      },
    });
  });
}

/** Null: the person closed the browser's dialogue. */
export async function makePasskey(name: string, password: string): Promise<Passkey | null> {
  const offer = await post("/v1/me/passkeys/begin", { body: { password } });

  return ask(navigator.credentials.create({
    publicKey: {
      challenge: bytesOf(offer.challenge),
      rp: { id: offer.relyingParty, name: "Włącznik" },
      user: { id: bytesOf(offer.userHandle), name: offer.userName, displayName: offer.userDisplayName },
      pubKeyCredParams: offer.algorithms.map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: offer.credentialIds.map((id) => ({ type: "public-key", id: bytesOf(id) })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none",
    },
  }), (credential) => {
    const answer = credential.response as AuthenticatorAttestationResponse;
    return post("/v1/me/passkeys", {
      body: {
        clientData: textOf(answer.clientDataJSON),
        authenticatorData: textOf(answer.getAuthenticatorData()),
        name,
      },
    });
  });
}
