// What a reader has run, read or kept works without a network. This file stands at the site's root and is
// joined when Python first runs in a page, or when the course is kept: what carries its contents in its
// name is taken from the browser's shelves, everything else from the network, and from the shelves where
// there is none.

const RUNTIME = "course-live"; // put there by the worker, which checks each file
const PAGES = "course-pages";
const LOOSELY = { ignoreSearch: true, ignoreVary: true };
const LASTING = /\/live\/(?:(?:runtime|page|data)-\w+\/|programs\/|manifest-)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.cache === "no-store") return; // keep.js keeps what it fetches
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(LASTING.test(request.url) ? lasting(request) : newest(request));
});

const lasting = async (request) =>
  (await caches.match(request.url, { cacheName: RUNTIME })) ??
  (await caches.match(request.url)) ??
  kept(request, await fetch(request));

const newest = async (request) => {
  try {
    return await kept(request, await fetch(request));
  } catch (error) {
    const shelf = await caches.open(PAGES);
    const found = (await shelf.match(request, LOOSELY)) ?? (await caches.match(request, LOOSELY));
    if (found) return found;
    throw error;
  }
};

// Scripts, styles and pages; what the worker fetches it keeps itself.
const kept = async (request, response) => {
  const byWorker = request.destination === "" && LASTING.test(request.url);
  if (response.ok && !byWorker) {
    const shelf = await caches.open(PAGES);
    await shelf.put(request, response.clone()).catch(() => {});
  }
  return response;
};
