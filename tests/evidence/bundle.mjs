/* bundle.mjs PAGE: the program of a bundle, run in node on the page's own data, then with each of its bytes changed in turn.
 * Prints { whole, signature, tried, unseen, named, misnamed }. Hashes are held against node's own first. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import vm from "node:vm";

const page = readFileSync(process.argv[2], "utf8");
const [, expected, data] = page.match(/id="data" data-sha256="([0-9a-f]{64})">([\s\S]*?)<\/script>/);
const program = page.match(/<\/script>\n<script>([\s\S]*)<\/script><\/body>/)[1];
const world = vm.createContext({ TextEncoder, atob, btoa, crypto: globalThis.crypto, Uint8Array, console });
vm.runInContext(program + "\n;globalThis.check = checkAll; globalThis.sha = (bytes) => hex(sha256(bytes));", world);

for (let length = 0; length < 300; length++) {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255);
  if (world.sha(bytes) !== createHash("sha256").update(bytes).digest("hex")) throw new Error(`SHA-256 of ${length} bytes`);
}

const first = await world.check(data, expected);
const result = { whole: first.faults.length === 0, signature: first.signature, tried: 0, unseen: [], named: 0, misnamed: [], faults: first.faults };

/* Where in the text the parts stand: [from, to, of, number]. */
const parsed = JSON.parse(data), stretches = [];
let at = 0;
for (const list of ["records", "files"])
  parsed[list].forEach((one, number) => {
    for (const key of list === "records" ? ["envelope", "body"] : ["bytes"]) {
      const text = JSON.stringify(one[key]).replaceAll("<", "\\u003c"), from = data.indexOf(text, at);
      stretches.push([from + 1, from + text.length - 1, list, number]);
      at = from;
    }
  });

const STEP = data.length > 4000 ? 3 : 1;
for (let i = 0; i < data.length; i += STEP) {
  const code = data.charCodeAt(i);
  if (code > 126) continue;
  const changed = data.slice(0, i) + String.fromCharCode(code ^ 1) + data.slice(i + 1);
  result.tried++;
  let found;
  try { found = await world.check(changed, expected); } catch (fault) { continue; } /* the page then says that nothing was checked */
  if (!found.faults.length) { result.unseen.push(i); continue; }
  const stretch = stretches.find(([from, to]) => i >= from && i < to);
  if (!stretch || found.faults.includes("data")) continue;
  const [, , list, number] = stretch;
  const bad = [...found.records.map((one, k) => ["records", k, one.faults]), ...found.files.map((one, k) => ["files", k, one.faults])].filter(([, , faults]) => faults.length);
  if (bad.some(([of, k]) => of === list && k === number)) result.named++;
  else result.misnamed.push([i, list, number, JSON.stringify(bad)]);
}
console.log(JSON.stringify(result));
