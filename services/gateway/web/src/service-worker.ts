/* Keeps the files of the client, so that an assessor's pages open without a connection. What the API says
 * is none of its business: the pages themselves keep that, encrypted. The build fills in the list. */
declare const FILES: readonly string[];
declare const VERSION: string;

const worker = globalThis as unknown as {
  addEventListener: (name: string, listener: (event: WorkerEvent) => void) => void;
  skipWaiting: () => Promise<void>;
  location: Location;
  clients: { claim: () => Promise<void> };
};

interface WorkerEvent {
  request: Request;
  waitUntil: (work: Promise<unknown>) => void;
  respondWith: (answer: Promise<Response>) => void;
}

const PAGE = "/index.html";

async function install(): Promise<void> {
  const cache = await caches.open(VERSION);
  await cache.addAll([...FILES]);
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
  await worker.clients.claim();
}

/* The newest page when there is a connection, so that an update shows at once. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

async function asset(request: Request): Promise<Response> {
  return await caches.match(request, { ignoreVary: true }) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(asset(request));
});

export {};
