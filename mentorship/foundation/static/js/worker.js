/* Keeps one page without persons, and what it is drawn with, for when there is no network.
   Before it stands `const SHELL = {name, files, page}`, written by the server. Nothing else is ever
   kept: no page with data passes through the cache. */
"use strict";

const keepPage = async (language) => {
  const cache = await caches.open(SHELL.name);
  const page = await fetch(`${SHELL.page}?language=${language}`, { credentials: "omit" });
  if (page.ok) await cache.put(SHELL.page, page);
};

const install = async () => {
  const cache = await caches.open(SHELL.name);
  // Asked for anew: what the browser kept of an older release would stay here until the next one.
  const asked = { credentials: "omit", cache: "no-cache" };
  await cache.addAll(SHELL.files.map((file) => new Request(file, asked)));
  await keepPage("nl");
  await self.skipWaiting();
};

const activate = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== SHELL.name).map((name) => caches.delete(name)));
  await self.clients.claim();
};

const orTheShell = async (request) => {
  try {
    return await fetch(request);
  } catch (failure) {
    const kept = await caches.match(SHELL.page);
    if (kept) return kept;
    throw failure;
  }
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (["nl", "en"].includes(event.data?.language)) event.waitUntil(keepPage(event.data.language));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(orTheShell(request));
  else if (SHELL.files.includes(url.pathname + url.search)) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});
