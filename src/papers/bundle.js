/* papers/bundle.js - the program inside an evidence bundle: it reads the page's data, reckons every hash and proof anew, and says what came out.
 * It loads nothing and sends nothing. Nothing of the data is shown that was not reckoned: names, days and facts come out of records whose
 * hash was right, or are marked as changed. SHA-256 is here in full, because a page opened from a disk has none in some browsers. */

/* ---- SHA-256 (FIPS 180-4) ---- */

const ROUND = new Uint32Array(64), START = new Uint32Array(8);
(function constants() { /* the first 32 bits of the fractions of roots of primes */
  let count = 0;
  for (let n = 2; count < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) prime = prime && n % d !== 0;
    if (!prime) continue;
    const bits = (x) => ((x - Math.floor(x)) * 4294967296) >>> 0;
    if (count < 8) START[count] = bits(Math.sqrt(n));
    ROUND[count++] = bits(Math.cbrt(n));
  }
})();

function sha256(bytes) {
  const length = bytes.length, blocks = ((length + 8) >> 6) + 1, padded = new Uint8Array(blocks * 64);
  padded.set(bytes);
  padded[length] = 128;
  const view = new DataView(padded.buffer), w = new Uint32Array(64), h = START.slice();
  view.setUint32(blocks * 64 - 8, Math.floor(length / 536870912));
  view.setUint32(blocks * 64 - 4, (length << 3) >>> 0);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      w[i] = (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)) + w[i - 16] + w[i - 7];
    }
    let [a, b, c, d, e, f, g, k] = h;
    for (let i = 0; i < 64; i++) {
      const one = (k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      k = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, k].forEach((x, i) => { h[i] += x; });
  }
  const out = new Uint8Array(32), result = new DataView(out.buffer);
  h.forEach((x, i) => result.setUint32(4 * i, x));
  return out;
}

/* ---- bytes and texts ---- */

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const hashName = (bytes) => "sha256:" + hex(sha256(bytes));
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

function base64(text) { /* null where it is not exactly what an encoder writes */
  let raw;
  try { raw = atob(text); } catch (fault) { return null; }
  return btoa(raw) === text ? Uint8Array.from(raw, (letter) => letter.charCodeAt(0)) : null;
}

function fromHex(text) {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.substr(2 * i, 2), 16);
  return bytes;
}

function joined(...parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { out.set(part, at); at += part.length; }
  return out;
}

/* ---- the tree (RFC 9162, 2.1.3.2) ---- */

const leafHash = (entry) => sha256(joined([0], entry));
const nodeHash = (left, right) => sha256(joined([1], left, right));

function inTree(index, size, hash, proof, root) {
  if (!(index >= 0 && index < size && size <= Number.MAX_SAFE_INTEGER)) return false;
  let at = BigInt(index), last = BigInt(size) - 1n, reached = hash;
  for (const other of proof) {
    if (!other || other.length !== 32 || last === 0n) return false;
    if (at & 1n || at === last) {
      reached = nodeHash(other, reached);
      while (!(at & 1n) && at) { at >>= 1n; last >>= 1n; }
    } else reached = nodeHash(reached, other);
    at >>= 1n;
    last >>= 1n;
  }
  return last === 0n && same(reached, root);
}

/* ---- the signed head (C2SP signed-note, tlog-checkpoint) ---- */

function readHead(text) {
  const at = text.lastIndexOf("\n\n"), lines = text.slice(0, at + 1).split("\n");
  const root = base64(lines[2] || "");
  if (at < 0 || !lines[0] || !/^(0|[1-9][0-9]{0,15})$/.test(lines[1]) || !root || root.length !== 32) return null;
  return { name: lines[0], size: Number(lines[1]), root, body: text.slice(0, at + 1), signatures: text.slice(at + 2) };
}

function readKey(text) {
  const parts = text.split("+"), name = parts[0], mark = parts[1], raw = base64(parts.slice(2).join("+"));
  if (!name || !raw || raw.length !== 33 || raw[0] !== 1) return null;
  const reckoned = hex(sha256(joined(utf8(name + "\n"), raw)).slice(0, 4));
  return reckoned === mark ? { name, mark, bytes: raw.slice(1), text } : null;
}

/* "good", "bad", or "unknown" where this browser has no Ed25519 for this page. */
async function checkSignature(head, key) {
  const line = head.signatures.split("\n")[0], lead = "\u2014 " + key.name + " ";
  const raw = line.startsWith(lead) ? base64(line.slice(lead.length)) : null;
  if (!raw || raw.length !== 68 || hex(raw.slice(0, 4)) !== key.mark || head.signatures !== line + "\n") return "bad";
  const subtle = globalThis.crypto && globalThis.crypto.subtle;
  if (!subtle) return "unknown";
  let known;
  try { known = await subtle.importKey("raw", key.bytes, { name: "Ed25519" }, false, ["verify"]); } catch (fault) { return "unknown"; }
  return await subtle.verify({ name: "Ed25519" }, known, raw.slice(4), utf8(head.body)) ? "good" : "bad";
}

/* ---- all of it ---- */

const MEMBERS = { bundle: "number", head: "string", key: "string", records: "object", files: "object" };

function hasForm(data, members) {
  const names = Object.keys(data);
  return names.length === Object.keys(members).length && names.every((name) => members[name] && typeof data[name] === members[name]);
}

function checkRecord(given, head) {
  const result = { body: null, envelope: null, faults: [] };
  const entry = hashName(utf8(given.envelope));
  try { result.envelope = JSON.parse(given.envelope); } catch (fault) { result.faults.push("record"); return result; }
  result.hash = entry;
  if (given.body === null) result.erased = true;
  else if (hashName(utf8(given.body)) !== result.envelope.body) result.faults.push("body");
  else result.body = JSON.parse(given.body);
  const proof = given.proof.map(base64);
  if (!head || !inTree(result.envelope.sequence - 1, head.size, leafHash(fromHex(entry.slice(7))), proof, head.root)) result.faults.push("proof");
  return result;
}

function checkFile(given) {
  const bytes = given.bytes === null ? null : base64(given.bytes);
  if (given.bytes === null) return { hash: given.hash, erased: true, faults: [] };
  return { hash: given.hash, bytes, faults: bytes && hashName(bytes) === given.hash ? [] : ["file"] };
}

/* Every record of evidence must find its file, and every file a record that names it. */
function tie(found) {
  const named = new Set();
  for (const record of found.records)
    if (record.body && record.envelope.kind === "evidence") {
      named.add(record.body.file);
      record.file = found.files.find((file) => file.hash === record.body.file) || null;
      if (!record.file) record.faults.push("lost");
    }
  for (const file of found.files) file.faults.push(...(named.has(file.hash) || found.records.some((record) => record.erased) ? [] : ["stray"]));
}

async function checkAll(text, expected) {
  const found = { whole: hex(sha256(utf8(text))) === expected, records: [], files: [], faults: [], head: null, key: null, signature: "bad" };
  let data = null;
  try { data = JSON.parse(text); } catch (fault) { found.faults.push("data"); return found; }
  if (!hasForm(data, MEMBERS) || data.bundle !== 1) { found.faults.push("data"); return found; }
  found.head = readHead(data.head);
  found.key = readKey(data.key);
  found.files = data.files.map(checkFile);
  found.records = data.records.map((record) => checkRecord(record, found.head));
  tie(found);
  if (!found.head) found.faults.push("head");
  if (!found.key) found.faults.push("key");
  if (found.head && found.key) found.signature = await checkSignature(found.head, found.key);
  if (found.signature === "bad") found.faults.push("signature");
  for (const part of [...found.records, ...found.files]) found.faults.push(...part.faults);
  if (!found.whole && !found.faults.length) found.faults.push("data");
  return found;
}

/* ---- showing it ---- */

function element(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  for (const part of inside) if (part !== null) made.append(part);
  return made;
}

function show(found, words, language) {
  const say = (key, ...blanks) => (words[key] || [key, key, key])[language].replace(/\{(\d)\}/g, (all, n) => blanks[n - 1]);
  const mark = (faults, good) => element("span", { class: faults.length ? "bad" : good ? "good" : "faint" },
    faults.length ? "✗ " + faults.map((fault) => say("fault_" + fault)).join("; ") : good ? "✓ " + say("whole") : say("erased"));
  const main = document.getElementById("found");
  main.replaceChildren();
  document.documentElement.lang = ["en", "zh", "vi"][language];

  const bad = found.faults.length > 0;
  const banner = element("section", { class: bad ? "banner bad" : "banner good", role: "status", id: "verdict" },
    element("h1", {}, (bad ? "✗ " : "✓ ") + say(bad ? "changed" : "all_whole")));
  const about = found.records.find((record) => record.envelope && !record.faults.length);
  if (about) banner.append(element("p", {}, say("about", about.envelope.case || "")));
  main.append(banner);

  const good = (list) => list.filter((part) => !part.faults.length).length;
  const checks = element("ul", { class: "checks" });
  const check = (state, text) => checks.append(element("li", { class: state }, (state === "good" ? "✓ " : state === "bad" ? "✗ " : "– ") + text));
  const state = (list) => (good(list) === list.length ? "good" : "bad");
  check(state(found.files), say("files_whole", good(found.files), found.files.length));
  check(state(found.records), say("records_whole", good(found.records), found.records.length));
  if (found.head) check(found.signature === "unknown" ? "faint" : found.signature, say("signature_" + found.signature, found.head.name));
  else check("bad", say("fault_head"));
  if (found.faults.includes("key")) check("bad", say("fault_key"));
  if (found.faults.includes("data")) check("bad", say("fault_data"));
  main.append(element("section", {}, element("h2", {}, say("checked")), checks));

  main.append(element("section", {}, element("h2", {}, say("evidence")), evidenceTable(found, say, mark)));
  main.append(element("section", { class: "two" },
    element("div", {}, element("h2", {}, say("proven")), sentences(bad ? ["proven_nothing"] : ["proven_bytes", "proven_log"].concat(found.signature === "good" ? ["proven_key"] : []), say, found)),
    element("div", {}, element("h2", {}, say("not_proven")),
      sentences(["not_true", "not_when", "not_whose", "not_all"].concat(found.signature === "good" ? [] : ["not_signed"], ["not_program"]), say, found))));
  main.append(element("section", {}, element("h2", {}, say("records")), recordTable(found, say, mark)));
  main.append(element("section", {}, element("h2", {}, say("head")), element("p", {}, say("head_lead")),
    element("pre", { tabindex: "0" }, found.head ? found.head.body + "\n" + found.head.signatures : "-"), element("pre", { tabindex: "0" }, found.key ? found.key.text : "-")));
  document.title = say(bad ? "changed" : "all_whole");
}

function sentences(keys, say, found) {
  return element("ul", {}, ...keys.map((key) => element("li", {}, say(key, found.head ? found.head.size : "?", found.key ? found.key.text : "?"))));
}

function table(heads, rows) {
  return element("div", { class: "wide" }, element("table", {},
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))), element("tbody", {}, ...rows)));
}

function cells(...inside) {
  return element("tr", {}, ...inside.map((cell) => (cell instanceof Node && cell.nodeName === "TD" ? cell : element("td", {}, cell))));
}

function saved(file, name, say) {
  if (!file || !file.bytes || file.faults.length) return name;
  const link = element("a", { href: URL.createObjectURL(new Blob([file.bytes])), download: name.replace(/[^\p{L}\p{N}._ -]/gu, "_"), title: say("save") }, name);
  return link;
}

function provesList(body) {
  const says = body.says || {};
  return element("ul", { class: "facts" }, ...(body.proves || []).map((path) =>
    element("li", {}, element("code", {}, path), path in says ? " = " + (typeof says[path] === "string" ? says[path] : JSON.stringify(says[path])) : "")));
}

function evidenceTable(found, say, mark) {
  const rows = [];
  for (const record of found.records) {
    if (!record.envelope || record.envelope.kind !== "evidence") continue;
    const body = record.body, file = record.file, faults = record.faults.concat(file ? file.faults : []);
    const name = body ? saved(file, body.file_name || "-", say) : say("erased");
    const kind = body ? say("type_" + body.type) : "";
    rows.push(cells(String(record.envelope.sequence), element("td", {}, name, element("br"), element("small", {}, kind.startsWith("type_") ? body.type : kind)),
      body ? provesList(body) : "", (record.envelope.made_at || "").slice(0, 19).replace("T", " ") + " UTC", String(record.envelope.made_by || ""),
      element("td", {}, mark(faults, !record.erased && !(file && file.erased)), element("br"), element("code", { class: "hash" }, body ? body.file : ""))));
  }
  for (const file of found.files) if (file.faults.includes("stray"))
    rows.push(cells("", "-", "", "", "", element("td", {}, mark(file.faults, true), element("br"), element("code", { class: "hash" }, String(file.hash)))));
  return table(["#", say("file"), say("proves"), say("recorded"), say("by"), say("result")], rows);
}

function recordTable(found, say, mark) {
  return table(["#", say("kind"), say("recorded"), say("by"), say("hash"), say("result")], found.records.map((record) => {
    const envelope = record.envelope || {};
    return cells(String(envelope.sequence || "?"), String(envelope.kind || "?"), String(envelope.made_at || "").slice(0, 19).replace("T", " "), String(envelope.made_by || ""),
      element("td", {}, element("code", { class: "hash" }, String(record.hash || ""))), mark(record.faults, !record.erased));
  }));
}

async function start() {
  const source = document.getElementById("data"), words = WORDS;
  const found = await checkAll(source.textContent, source.dataset.sha256);
  let language = ["en", "zh", "vi"].indexOf(document.documentElement.lang);
  const choose = document.getElementById("languages");
  ["English", "中文", "Tiếng Việt"].forEach((name, i) => {
    const button = element("button", { type: "button", lang: ["en", "zh", "vi"][i], "aria-pressed": String(i === language) }, name);
    button.addEventListener("click", () => {
      show(found, words, i);
      choose.querySelectorAll("button").forEach((one, k) => one.setAttribute("aria-pressed", String(k === i)));
    });
    choose.append(button);
  });
  show(found, words, Math.max(language, 0));
  document.documentElement.dataset.verdict = found.faults.length ? "changed" : "whole"; /* for programs that look at the page */
  document.documentElement.dataset.signature = found.signature;
}

if (typeof document !== "undefined") start();
