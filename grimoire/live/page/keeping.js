// What the browser keeps of Python, so that the second visit asks the network for nothing.

/** Let the site's pages work without a network, this one first, with these scripts too that it has not asked for yet. */
export const join = async (root, scripts) => {
  const here = await navigator.serviceWorker?.register(new URL("../offline.js", root)).catch(() => null);
  if (!here) return;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const own = [location.href.split("#")[0], ...loaded, ...scripts].filter((address) => address.startsWith(new URL("..", root).href));
  const shelf = await caches.open("course-pages");
  await Promise.allSettled([...new Set(own)].filter((address) => !/\/live\/(runtime|data)-/.test(address) || /\.m?js$/.test(address)).map((address) => shelf.add(address)));
};

/** Remove all of it; what the reader has written stays. */
export const forget = async () => {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.filter(({ active }) => active?.scriptURL.endsWith("/offline.js")).map((one) => one.unregister()));
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("course-")).map((name) => caches.delete(name)));
};
