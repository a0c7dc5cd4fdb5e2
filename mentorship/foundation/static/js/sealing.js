/* Seals a text for the server alone: ECDH on P-256 with a key made for this once, HKDF, AES-GCM.
   The other half of it is trajectories/sessions/offline/envelopes.py. */
"use strict";

globalThis.sealing = (() => {
  const VERSION = 1;
  const BLOCK = 2048; // characters: how long a text is, says nothing about what was written
  const CURVE = { name: "ECDH", namedCurve: "P-256" };
  const bytes = (text) => new TextEncoder().encode(text);

  const toBase64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
  const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  /* What the envelope is bound to: nothing of it can be changed without breaking the seal. */
  const bound = (to) => bytes(`one-on-one session log|${VERSION}|${to.user}|${to.trajectory}|${to.id}`);

  const keyFor = async (serverKey, to) => {
    const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
    const server = await crypto.subtle.importKey("raw", serverKey, CURVE, false, []);
    const half = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, own.privateKey, 256);
    const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const salt = new Uint8Array([...half, ...serverKey]);
    const how = { name: "HKDF", hash: "SHA-256", salt, info: bound(to) };
    const key = await crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    return { key, half };
  };

  /* `to` is {user, trajectory, id}; `fields` becomes one text that only the server can read. */
  const seal = async (serverKeyText, to, fields) => {
    const text = JSON.stringify(fields);
    const padded = text.padEnd(Math.ceil(text.length / BLOCK) * BLOCK);
    const { key, half } = await keyFor(fromBase64(serverKeyText), to);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv, additionalData: bound(to) };
    const sealed = await crypto.subtle.encrypt(how, key, bytes(padded));
    return { version: VERSION, ...to, half: toBase64(half), iv: toBase64(iv), sealed: toBase64(sealed) };
  };

  return { seal };
})();
