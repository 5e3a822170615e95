// The search in a folder: no file can be fetched there, so all of them stand in this script, and Pagefind
// gets them from it. `searchFiles` holds each as base64, by its name.
"use strict";

/** How the search gets at its files, as `Engine.from` asks for them. */
const unpackedSearch = () => {
  const place = "folder/";
  const bytes = (name) => Uint8Array.from(atob(searchFiles[name]), (letter) => letter.charCodeAt(0));
  const nameOf = (address) => String(address).slice(place.length).split("?")[0];
  globalThis.fetch = async (address) => new Response(bytes(nameOf(address)));
  const load = (name) => import(URL.createObjectURL(new Blob([bytes(name)], { type: "text/javascript" })));
  return { import: load, fetch: globalThis.fetch, place };
};
