// Walks through every view with Debian's Chromium: on a store of the bundled reports, as `./x page-test` makes it, or on
// the one that DEMARCHE_DB names.  Screenshots go to web/shots.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const root = new URL("../..", import.meta.url).pathname;
const demarche = join(root, "build/release/demarche"), shots = join(root, "web/shots");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "demarche-page-"));
let db = process.env.DEMARCHE_DB, server, base, browser;
const complaints = [];

before(async () => {
  mkdirSync(shots, { recursive: true });
  if (!db) {
    db = join(folder, "test.db");
    execFileSync(demarche, ["ingest", "--quiet", "--db", db, join(root, "reports")]);
  }
  server = spawn(demarche, ["serve", "--db", db, "--listen", "127.0.0.1:0"]);
  base = await new Promise((resolve, reject) => {
    server.stdout.once("data", (line) => resolve(/http:\S+/.exec(String(line))[0]));
    server.stderr.once("data", (line) => reject(new Error(String(line))));
  });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  server?.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

async function open(query, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, bypassCSP: true, acceptDownloads: true, ...options });
  page.on("console", (m) => m.type() === "error" && complaints.push(`${query}: ${m.text()}`));
  page.on("pageerror", (e) => complaints.push(`${query}: ${e.message}`));
  page.on("request", (r) => r.url().startsWith(base) || r.url().startsWith("blob:") || r.url().startsWith("data:") || complaints.push(`${query}: asks ${r.url()}`));
  await page.goto(base + query);
  await ready(page);
  return page;
}

const ready = (page) => page.waitForSelector('#main[aria-busy="false"]:not(:empty)');

const views = {
  overview: "", dyads: "?view=dyad", network: "?view=network", map: "?view=map", claims: "?view=claims", reports: "?view=report", try: "?view=try",
};

for (const [name, query] of Object.entries(views)) {
  test(`${name}: nothing serious for axe, in light, dark and narrow`, async () => {
    for (const [look, options] of Object.entries({ light: {}, dark: { colorScheme: "dark" }, narrow: { viewport: { width: 390, height: 844 } } })) {
      const page = await open(query, options);
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(shots, `${name}-${look}.png`), fullPage: true });
      await page.addScriptTag({ content: axe });
      const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
      const serious = found.violations.filter((v) => v.impact === "serious" || v.impact === "critical");
      assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary?.slice(0, 160)}`), [], look);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${look}: ${wide} pixels too wide`);
      await page.close();
    }
  });
}

test("from a dyad to an event to its evidence", async () => {
  const page = await open("?view=dyad");
  await page.click("tbody th a");
  await ready(page);
  await page.waitForSelector(".events .event-foot a");
  await page.screenshot({ path: join(shots, "dyad-chosen.png"), fullPage: true });
  await page.click(".events .event-foot a");
  await page.waitForSelector(".paper .lit-strong");
  await page.screenshot({ path: join(shots, "report-lit.png"), fullPage: true });
  assert.equal(await page.locator(".card.chosen").count(), 1);
  await page.goBack();
  await page.waitForSelector(".figure svg");
  await page.close();
});

test("a claim, its voices side by side", async () => {
  const page = await open("?view=claims");
  await page.click(".claim .event-foot a");
  await page.waitForSelector(".side.asserts");
  await page.screenshot({ path: join(shots, "act.png"), fullPage: true });
  assert.equal(await page.locator(".side").count(), 3);
  await page.close();
});

test("a pasted report stays text, and is coded", async () => {
  const page = await open("?view=try");
  await page.fill("textarea", "Russian troops attacked Kharkiv on Monday, officials said. <script>window.broken = true</script> <img src=x onerror='window.broken = true'> \u202Eabc");
  await page.fill("input[type=date]", "2023-06-14");
  await page.click("button[type=submit]");
  await page.waitForSelector(".paper");
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.match(await page.locator(".text").innerText(), /<script>/);
  await page.screenshot({ path: join(shots, "try-coded.png"), fullPage: true });
  await page.close();
});

test("the CSV is what demarche query gives", async () => {
  const page = await open("?type=ACCUSE");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(".downloads a >> nth=0")]);
  const file = readFileSync(await download.path(), "utf8");
  assert.equal(file, execFileSync(demarche, ["query", "--db", db, "--type", "ACCUSE", "--format", "csv"], { encoding: "utf8" }));
  await page.close();
});

test("filters stand in the address, and wrong ones are told", async () => {
  const page = await open("");
  await page.selectOption('select[name="type"]', "ACCUSE");
  await page.waitForURL(/type=ACCUSE/);
  await page.goto(`${base}?from=nonsense`);
  await page.waitForSelector('.error[role="alert"]');
  complaints.splice(0, complaints.length, ...complaints.filter((c) => !c.includes("400")));
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.className), "skip");
  await page.close();
});

test("no error on any page, and no request to elsewhere", () => assert.deepEqual(complaints, []));
