import { signal } from "@preact/signals";
import { type Capability, missing } from "./capability.ts";

/** What this page computes with; null until that is known. */
export const capability = signal<Capability | null>(null);

/** In the tab's own storage: whether the page was loaded again already for the sake of threads. */
const mark = "henkan-studio-reloaded";

/**
 * Finds out what the page can compute with. On a host that sends no headers it starts the service worker that does, and
 * loads the page again, at most once in this tab; after that it computes with one thread.
 */
export async function isolate(): Promise<void> {
  capability.value = missing(globalThis) ?? (await threads());
}

async function threads(): Promise<Capability> {
  if (globalThis.crossOriginIsolated) {
    return navigator.hardwareConcurrency === 1 ? { kind: "single", because: "oneCore" } : { kind: "threads" };
  }
  if (!globalThis.isSecureContext) return { kind: "single", because: "insecure" };
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined) return { kind: "single", because: "noServiceWorker" };
  try {
    const registration = await serviceWorker.register("service-worker.js");
    await activated(registration);
    if (markReloaded()) location.reload();
    return { kind: "single", because: "notIsolated" };
  } catch {
    return { kind: "single", because: "noServiceWorker" };
  }
}

function activated({ active, installing, waiting }: ServiceWorkerRegistration): Promise<void> {
  const worker = active ?? installing ?? waiting;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker?.state === "activated") resolve();
      if (worker === null || worker.state === "redundant") reject(new Error("it was not activated"));
    };
    worker?.addEventListener("statechange", look);
    look();
  });
}

/** @returns false where that was done before, or cannot be written down: then the page stays as it is */
function markReloaded(): boolean {
  try {
    if (sessionStorage.getItem(mark) !== null) return false;
    sessionStorage.setItem(mark, "1");
    return sessionStorage.getItem(mark) === "1";
  } catch {
    return false;
  }
}
