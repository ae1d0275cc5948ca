// What the tests of the page share: a filled store, a server on it, a browser.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const root = new URL("../..", import.meta.url).pathname;
/** Another build (asan) by DEMARCHE. */
export const demarche = process.env.DEMARCHE ?? join(root, "build/release/demarche");

export function temporary() {
  const folder = mkdtempSync(join(tmpdir(), "demarche-page-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A store of the bundled reports and of what else is given. */
export function ingest(db, ...inputs) {
  execFileSync(demarche, ["ingest", "--quiet", "--db", db, join(root, "reports"), ...inputs]);
  return db;
}

export async function serve(db, ...options) {
  const process = spawn(demarche, ["serve", "--db", db, "--listen", "127.0.0.1:0", ...options]);
  let errors = "";
  process.stderr.on("data", (text) => (errors += text));
  const base = await new Promise((resolve, reject) => {
    process.stdout.once("data", (line) => resolve(/http:[^?\s]+/.exec(String(line))[0]));
    process.once("exit", () => reject(new Error(errors)));
  });
  const ended = new Promise((resolve) => process.once("exit", (code) => resolve(code)));
  return { base, port: Number(new URL(base).port), pid: process.pid, errors: () => errors, stop: () => (process.kill("SIGTERM"), ended) };
}
