/* The client itself without a connection: a service worker that keeps its files, never what the API says. */

/** Whether pages open without a connection in this browser from now on. */
export async function worksOffline(): Promise<boolean> {
  if (!("serviceWorker" in navigator) || !globalThis.crypto?.subtle) return false;
  try {
    await navigator.serviceWorker.register("/service-worker.js", { type: "module" });
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false;
  }
}
