/* Where this browser keeps what the API does not have yet: in IndexedDB, encrypted (AES-GCM) with a key
 * that no script can read out and that belongs to one account's session. Signing out, signing in as
 * somebody else, or a day after the session's end destroys the key, and with it all that was kept.
 * Without IndexedDB or WebCrypto (plain http) things are kept in memory, for as long as the page lives. */

const DATABASE = "wlacznik";
const KEYS = "keys";
const DRAFTS = "drafts";
const CURRENT = "current";
const SESSION = 12 * 3_600_000;
/* Somebody whose session ended over a draft still has a day to sign in again and go on. */
const GRACE = 24 * 3_600_000;

interface KeyRecord {
  owner: string;
  key: CryptoKey;
  until: number;
}

interface DraftRecord {
  iv: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

const memory = new Map<string, string>();
let opened: Promise<{ database: IDBDatabase; key: CryptoKey } | null> | null = null;

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB failed"));
  });
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(KEYS);
    request.result.createObjectStore(DRAFTS);
  };
  return settled(request);
}

function store(database: IDBDatabase, name: string, mode: IDBTransactionMode): IDBObjectStore {
  return database.transaction(name, mode).objectStore(name);
}

async function wipe(database: IDBDatabase): Promise<void> {
  await settled(store(database, KEYS, "readwrite").clear());
  await settled(store(database, DRAFTS, "readwrite").clear());
}

async function keyFor(database: IDBDatabase, owner: string, until: number): Promise<CryptoKey> {
  const found = await settled(store(database, KEYS, "readonly").get(CURRENT)) as KeyRecord | undefined;
  const usable = found?.owner === owner && found.until > Date.now();
  if (!usable) await wipe(database);
  const key = usable ? found.key
    : await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const record: KeyRecord = { owner, key, until: Math.max(until, usable ? found.until : 0) };
  await settled(store(database, KEYS, "readwrite").put(record, CURRENT));
  return key;
}

async function open(owner: string, until: number) {
  if (!("indexedDB" in globalThis) || !globalThis.crypto?.subtle) return null;
  try {
    const database = await openDatabase();
    return { database, key: await keyFor(database, owner, until) };
  } catch {
    return null;
  }
}

/** For the account that is signed in; before it, things are kept in memory only. */
export function openVault(owner: string, sessionEnd?: number): void {
  opened = open(owner, (sessionEnd ?? Date.now() + SESSION) + GRACE);
}

/** Without a connection nobody says who is signed in: opens what its last owner left, while it may be. */
export async function openLastVault(): Promise<boolean> {
  if (!("indexedDB" in globalThis)) return false;
  try {
    const database = await openDatabase();
    const found = await settled(store(database, KEYS, "readonly").get(CURRENT)) as KeyRecord | undefined;
    if (!found || found.until <= Date.now()) return false;
    opened = Promise.resolve({ database, key: found.key });
    return true;
  } catch {
    return false;
  }
}

/** Whether what is kept outlives a reload. */
export async function vaultLasts(): Promise<boolean> {
  return await opened != null;
}

export async function keep(name: string, value: unknown): Promise<void> {
  const vault = await opened;
  const text = JSON.stringify(value);
  if (!vault) {
    memory.set(name, text);
    return;
  }
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) },
    vault.key, new TextEncoder().encode(text));
  const record: DraftRecord = { iv, bytes };
  await settled(store(vault.database, DRAFTS, "readwrite").put(record, name));
}

/* What cannot be decrypted was of another session: it is as good as not there. */
export async function recall<T>(name: string): Promise<T | undefined> {
  const vault = await opened;
  try {
    if (!vault) {
      const text = memory.get(name);
      return text === undefined ? undefined : JSON.parse(text) as T;
    }
    const record = await settled(store(vault.database, DRAFTS, "readonly").get(name)) as DraftRecord | undefined;
    if (!record) return undefined;
    const bytes = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: record.iv, additionalData: new TextEncoder().encode(name) }, vault.key, record.bytes);
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  } catch {
    return undefined;
  }
}

export async function forget(name: string): Promise<void> {
  const vault = await opened;
  if (vault) await settled(store(vault.database, DRAFTS, "readwrite").delete(name));
  else memory.delete(name);
}

/** The names of what is kept; they hold ids only. */
export async function keptNames(prefix: string): Promise<string[]> {
  const vault = await opened;
  const names = vault ? await settled(store(vault.database, DRAFTS, "readonly").getAllKeys()) : [...memory.keys()];
  return names.map(String).filter((name) => name.startsWith(prefix));
}

/** Destroys the key and all that it encrypted. */
export async function burnVault(): Promise<void> {
  memory.clear();
  opened = null;
  try {
    if (!("indexedDB" in globalThis)) return;
    const database = await openDatabase();
    await wipe(database);
    database.close();
  } catch {
    /* Then there was nothing to destroy. */
  }
}
