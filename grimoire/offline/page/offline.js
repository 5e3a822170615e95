// What a reader has run, read or kept works without a network. This file stands at the site's root and is
// joined when Python first runs in a page, or when the course is kept: what carries its contents in its
// name is taken from the browser's shelves, everything else from the network, and from the shelves where
// there is none.

const RUNTIME = "course-live"; // put there by the worker, which checks each file
const PAGES = "course-pages";
const LOOSELY = { ignoreSearch: true, ignoreVary: true };
const PATIENCE = 3000; // milliseconds in which a shelf answers that still does: a browser's may all fall silent
const LASTING = /\/live\/(?:(?:runtime|page|data)-\w+\/|programs\/|manifest-)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.cache === "no-store") return; // keep.js keeps what it fetches
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(LASTING.test(request.url) ? lasting(event) : newest(event));
});

const lasting = async (event) => (await inTime(onShelf(event.request.url))) ?? newest(event);

const onShelf = async (url) => {
  try {
    return (await caches.match(url, { cacheName: RUNTIME })) ?? (await caches.match(url));
  } catch {
    return undefined;
  }
};

let isSilent = false;
const inTime = async (found) => {
  const late = new Promise((resolve) => setTimeout(resolve, isSilent ? PATIENCE / 10 : PATIENCE));
  const answer = await Promise.race([found.then((response) => ({ response })), late]);
  isSilent = !answer;
  return answer?.response;
};

const newest = async (event) => {
  try {
    return await fetched(event);
  } catch (error) {
    const shelf = await caches.open(PAGES);
    const found = (await shelf.match(event.request, LOOSELY)) ?? (await caches.match(event.request, LOOSELY));
    if (found) return found;
    throw error;
  }
};

// The page has it at once; a copy of scripts, styles and pages is put by. What the worker fetches it keeps itself.
const fetched = async (event) => {
  const { request } = event;
  const response = await fetch(request);
  const byWorker = request.destination === "" && LASTING.test(request.url);
  if (response.ok && !byWorker) event.waitUntil(putBy(request, response.clone()));
  return response;
};

const putBy = async (request, copy) => {
  try {
    const shelf = await caches.open(PAGES);
    await shelf.put(request, copy);
  } catch {
    // Without room, or where it has not come whole, nothing is kept.
  }
};
