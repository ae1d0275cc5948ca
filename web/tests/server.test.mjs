// What the server refuses, and that it lives on: slow clients, a thousand connections, malformed and huge requests, paths
// that lead out, questions that nobody waits for.  DEMARCHE=build/asan/demarche runs it on another build.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { demarche, ingest, serve, temporary } from "./serve.mjs";

const work = temporary();
let db, server;

before(async () => {
  db = ingest(join(work.folder, "test.db"));
  server = await serve(db);
});
after(async () => {
  assert.equal(await server.stop(), 0, server.errors());
  assert.equal(server.errors(), "");
  work.remove();
});

/** Sends bytes as they are; gives all that comes back until the end, or until `ms` have passed. */
function raw(bytes, ms = 5000) {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(server.port, "127.0.0.1", () => socket.write(bytes));
    const end = () => (socket.destroy(), resolve(text));
    socket.on("data", (data) => (text += data)).on("end", end).on("error", end).setTimeout(ms, end);
  });
}
const host = () => `Host: 127.0.0.1:${server.port}\r\n`;
const status = (reply) => Number(/^HTTP\/1\.1 (\d+)/.exec(reply)?.[1] ?? 0);
const request = async (line, headers = "") => status(await raw(`${line} HTTP/1.1\r\n${host()}Connection: close\r\n${headers}\r\n`));
async function alive() {
  const start = performance.now();
  assert.equal((await fetch(`${server.base}api/about`)).status, 200);
  return performance.now() - start;
}
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("it listens to others only where that is said in so many words", () => {
  const refused = (...options) => {
    const r = spawnSync(demarche, ["serve", "--db", db, ...options], { encoding: "utf8", timeout: 60000 });
    assert.equal(r.status, 1);
    return r.stderr;
  };
  assert.match(refused("--listen", "0.0.0.0:0"), /--token TOKEN, or --read-only-public/);
  assert.match(refused("--listen", "[::]:0"), /--token TOKEN, or --read-only-public/);
  assert.match(refused("--listen", "0.0.0.0:0", "--token", "short"), /16 to 128/);
});

test("its headers: a strict policy, nothing from elsewhere, no script in the page", async () => {
  const reply = await fetch(server.base), page = await reply.text();
  const policy = reply.headers.get("content-security-policy");
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  assert.doesNotMatch(page, /<script(?![^>]* src=)[^>]*>|\son\w+=|style=|https?:\/\//);
  assert.equal(reply.headers.get("x-content-type-options"), "nosniff");
  assert.equal(reply.headers.get("x-frame-options"), "DENY");
});

test("other sites get nothing", async () => {
  assert.equal(status(await raw("GET /api/about HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")), 403);
  assert.equal(await request("GET /api/about", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"), 403);
  assert.equal(await request("POST /api/code", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\nContent-Length: 0\r\n"), 403);
});

test("paths lead nowhere else", async () => {
  for (const path of ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "//etc/passwd", "/app.js/../../x", "/app.js%00.html/x", "/api/reports/..%2f..%2fabout",
    "/api/reports/%2e%2e", "/\\..\\..\\etc\\passwd", "/api/events/%ff%fe", `/api/reports/${"9".repeat(400)}`, "/.git/config", "/dist/SOURCES"])
    assert.equal(await request(`GET ${path}`), 404, path);
  await alive();
});

test("malformed and huge requests", async () => {
  const long = "x".repeat(200_000);
  for (const bytes of ["\r\n\r\n\r\n", "GARBAGE\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", `GET /${long} HTTP/1.1\r\n${host()}\r\n`, `GET / HTTP/1.1\r\n${host()}X: ${long}\r\n\r\n`, `GET / HTTP/1.1\r\n${host()}${"A: b\r\n".repeat(50_000)}\r\n`,
    "\0\x01\x02\xff".repeat(1000), `POST /api/code HTTP/1.1\r\n${host()}Content-Length: -5\r\n\r\n`, `POST /api/code HTTP/1.1\r\n${host()}Content-Length: 99999999999999999999\r\n\r\n`,
    `POST /api/code HTTP/1.1\r\n${host()}Transfer-Encoding: chunked\r\n\r\nZZZ\r\n`, `GET / HTTP/1.1\r\n${host()}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`]) {
    const got = status(await raw(bytes, 2000));
    assert.ok(got === 0 || got >= 400 || bytes.includes("Transfer-Encoding: chunked\r\n\r\n"), `${JSON.stringify(bytes.slice(0, 60))}: ${got}`);
  }
  assert.equal(await request("DELETE /api/events"), 405);
  assert.equal(await request(`GET /api/events?${"a=b&".repeat(60)}`), 400);
  assert.equal(await request(`GET /api/events?text=${"y".repeat(3000)}`), 400);
  assert.equal((await fetch(`${server.base}api/code`, { method: "POST", body: "z".repeat(3_000_000) })).status, 413);
  await alive();
});

test("slow clients keep no place: a byte now and then is not enough", async () => {
  const sockets = [], closed = [];
  for (let i = 0; i < 60; i++) {
    const socket = connect(server.port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\r\n"));
    const drip = setInterval(() => socket.writable && socket.write("X: 1\r\n"), 2000);
    socket.on("error", () => {}).on("close", () => (clearInterval(drip), closed.push(performance.now())));
    sockets.push(socket);
  }
  const body = connect(server.port, "127.0.0.1", () => body.write(`POST /api/code HTTP/1.1\r\n${host()}Content-Length: 1000\r\n\r\nabc`));
  body.on("error", () => {});
  await sleep(1000);
  await alive();
  const start = performance.now();
  while (closed.length < sockets.length && performance.now() - start < 40_000) await sleep(500);
  assert.equal(closed.length, sockets.length);
  console.log(`    ${sockets.length} dripping clients were shown out after at most ${Math.round((Math.max(...closed) - start) / 1000 + 1)} s`);
  body.destroy();
  await alive();
});

test("a thousand connections", async () => {
  const sockets = Array.from({ length: 1000 }, () => connect(server.port, "127.0.0.1").on("error", () => {}));
  await sleep(2000);
  for (const socket of sockets) socket.destroy();
  const ms = await alive();
  console.log(`    an answer ${Math.round(ms)} ms after a thousand idle connections`);
  const answers = await Promise.all(Array.from({ length: 1000 }, () => raw(`GET /api/events?limit=1 HTTP/1.1\r\n${host()}Connection: close\r\n\r\n`, 60_000).then(status)));
  const good = answers.filter((s) => s === 200).length;
  assert.ok(good >= 250 && answers.every((s) => s === 200 || s === 0 || s === 503), `${good} of 1000 answered`);
  console.log(`    ${good} of 1000 at a time were answered, the others refused`);
  await alive();
});

test("a question ends when it is cancelled or nobody waits for it", async () => {
  const ended = await (await fetch(`${server.base}api/cancel?request=none`, { method: "POST" })).json();
  assert.equal(ended.cancelled, 0);
  const socket = connect(server.port, "127.0.0.1", () => socket.write(`GET /api/download/events.csv HTTP/1.1\r\n${host()}\r\n`));
  socket.once("data", () => socket.destroy()).on("error", () => {});
  await sleep(500);
  await alive();
});

test("pages of a list join without gap or double, and downloads are what demarche query gives", async () => {
  const ids = [];
  for (let after = ""; after !== undefined; ) {
    const page = await (await fetch(`${server.base}api/events?limit=17${after ? `&after=${after}` : ""}`)).json();
    ids.push(...page.events.map((e) => e.event_id));
    after = page.after;
  }
  const { total } = await (await fetch(`${server.base}api/events?count=yes`)).json();
  assert.equal(ids.length, total);
  assert.equal(new Set(ids).size, total);
  for (const [file, format] of [["events.csv", "csv"], ["events.plover", "plover"], ["events.cameo", "cameo"]]) {
    const got = await (await fetch(`${server.base}api/download/${file}?quad=4`)).text();
    assert.equal(got, execFileSync(demarche, ["query", "--db", db, "--quad", "4", "--format", format], { encoding: "utf8" }), file);
  }
});
