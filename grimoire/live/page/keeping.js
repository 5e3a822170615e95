// What the browser keeps of Python, so that the second visit asks the network for nothing. A browser
// that keeps nothing for this site, or has no service workers, asks again: nothing here may fail.

/** Let the site's pages work without a network, this one first, and scripts that it has not asked for yet. */
export const join = async (root, scripts) => {
  try {
    await navigator.serviceWorker.register(new URL("../offline.js", root));
    const shelf = await caches.open("course-pages");
    await Promise.allSettled([...ownFiles(root), ...scripts].map((address) => shelf.add(address)));
  } catch {
    // The page has run all the same.
  }
};

/** This page and what it has loaded, except what the worker keeps. */
const ownFiles = (root) => {
  const home = new URL("..", root).href;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const own = [location.href.split("#")[0], ...loaded].filter((address) => address.startsWith(home));
  return [...new Set(own)].filter((address) => !/\/live\/(runtime|data)-/.test(address));
};

/** Remove all of it; what the reader has written stays. */
export const forget = async () => {
  try {
    const registrations = (await caches.has("kept-course")) ? [] : await navigator.serviceWorker.getRegistrations();
    await Promise.all(registrations.filter(isOurs).map((one) => one.unregister()));
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("course-")).map((name) => caches.delete(name)));
  } catch {
    // Nothing was kept.
  }
};

const isOurs = ({ active }) => active?.scriptURL.endsWith("/offline.js");
