// Walks through every view with Debian's Chromium: on a store of the bundled reports and a hostile one, as `./x page-test`
// makes it, or on the one that DEMARCHE_DB names.  Screenshots go to web/shots.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { demarche, ingest, root, serve, temporary } from "./serve.mjs";

const shots = join(root, "web/shots");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const work = temporary();
const complaints = [];
const attack = "<script>window.broken = true</script> <img src=x onerror='window.broken = true'> \u202Eright to left\u202C <b>bold</b> &amp; ";
let db = process.env.DEMARCHE_DB, server, base, browser;

/** Ten megabytes that want to be more than text. */
function hostileReport() {
  const path = join(work.folder, "hostile.jsonl"), long = `<script>${"x".repeat(400)}</script>\n`;
  const text = `Russian troops attacked Kharkiv on Monday, officials said. ${attack}\n\n${long.repeat(Math.ceil(10_000_000 / long.length))}`;
  writeFileSync(path, JSON.stringify({ id: "hostile", title: `Title ${attack}`, source: attack, date: "2024-05-02", url: "javascript:alert(1)", text }) + "\n");
  return path;
}

before(async () => {
  mkdirSync(shots, { recursive: true });
  db ??= ingest(join(work.folder, "test.db"), hostileReport());
  server = await serve(db);
  base = server.base;
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  work.remove();
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
const shoot = (page, name) => page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
const ask = async (path) => (await fetch(`${base}api/${path}`)).json();

/** Addresses that need something from the store. */
async function addresses() {
  const dyads = await ask("tally?by=actor,recipient&order=count&limit=60");
  const [a, b] = dyads.rows.find((r) => r.key[0] && r.key[1] && r.key[0] !== r.key[1]).key;
  const { claims } = await ask("claims?contested=yes&limit=1");
  const { events } = await ask("events?status=claimed&limit=1");
  return {
    overview: "", dyads: "?view=dyad", dyad: `?view=dyad&a=${a}&b=${b}`, network: "?view=network", map: "?view=map", claims: "?view=claims", act: `?view=claims&act=${claims[0].act}`,
    reports: "?view=report", report: `?view=report&report=${events[0].report_id}&event=${events[0].event_id}`, try: "?view=try", nothing: "?actor=nobody-of-this-name", wrong: "?from=nonsense",
  };
}
const looks = { light: {}, dark: { colorScheme: "dark" }, narrow: { viewport: { width: 390, height: 844 } } };

for (const name of ["overview", "dyads", "dyad", "network", "map", "claims", "act", "reports", "report", "try", "nothing", "wrong"]) {
  test(`${name}: nothing serious for axe, in light, dark and narrow`, async () => {
    const query = (await addresses())[name];
    for (const [look, options] of Object.entries(looks)) {
      const page = await open(query, options);
      await page.waitForTimeout(300);
      await shoot(page, `${name}-${look}`);
      await page.addScriptTag({ content: axe });
      const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
      const serious = found.violations.filter((v) => v.impact === "serious" || v.impact === "critical");
      assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary?.slice(0, 160)}`), [], look);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${look}: ${wide} pixels too wide`);
      if (look === "light") await page.pdf({ path: join(shots, `${name}.pdf`) });
      await page.close();
    }
    complaints.splice(0, complaints.length, ...complaints.filter((c) => !(name === "wrong" && c.includes("400"))));
  });
}

test("from a dyad to an event to its evidence and its rule", async () => {
  const page = await open("?view=dyad");
  await page.click("tbody th a");
  await ready(page);
  await page.waitForSelector(".events .event-foot a");
  await page.click(".events .event-foot a");
  await page.waitForSelector(".paper .lit-strong");
  assert.equal(await page.locator(".card.chosen").count(), 1);
  await page.click(".card.chosen .why > summary");
  await page.click(".card.chosen .rule > summary");
  await page.waitForSelector(".card.chosen pre");
  assert.match(await page.locator(".card.chosen pre").innerText(), /^rule /);
  const other = page.locator(".card:not(.chosen)").first();
  if (await other.count()) {
    const before = await page.locator(".paper .lit-strong").count();
    await other.hover();
    assert.ok((await page.locator(".paper .lit-strong").count()) !== before || (await page.locator(".paper .lit").count()) > 0);
  }
  await shoot(page, "report-rule");
  await page.goBack();
  await page.waitForSelector(".figure svg");
  await page.close();
});

test("a claim, its voices side by side", async () => {
  const page = await open("?view=claims");
  assert.ok((await page.locator(".claim .side.asserts").count()) > 0);
  assert.ok((await page.locator(".claim .side.denies blockquote, .claim .side.doubts blockquote").count()) > 0);
  await page.click(".claim > .event-foot a");
  await page.waitForSelector(".act .side.asserts");
  assert.equal(await page.locator(".act .side").count(), 3);
  await page.close();
});

test("a pasted report stays text, is coded, and is not kept", async () => {
  const before = (await ask("about")).store.reports;
  const page = await open("?view=try");
  await page.fill("textarea", `Russian troops attacked Kharkiv on Monday, officials said. ${attack}`);
  await page.fill("input[type=date]", "2023-06-14");
  await page.click("button[type=submit]");
  await page.waitForSelector(".paper");
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.match(await page.locator(".text").innerText(), /<script>/);
  assert.match(await page.locator(".card").first().innerText(), /ASSAULT/);
  await shoot(page, "try-coded");
  await page.close();
  assert.equal((await ask("about")).store.reports, before);
});

test("ten megabytes of markup stay text", { skip: Boolean(process.env.DEMARCHE_DB) }, async () => {
  const page = await open("?view=report&report=hostile");
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.equal(await page.locator(".paper script, .paper img, .paper b").count(), 0);
  assert.equal(await page.locator('.paper a[href^="javascript"]').count(), 0);
  assert.ok((await page.locator(".text").textContent()).length <= 200_000);
  await page.click('.paper button:has-text("Show all")');
  assert.ok((await page.locator(".text").textContent()).length > 9_000_000);
  assert.equal(await page.evaluate(() => window.broken), undefined);
  await page.close();
});

async function saved(page, selector) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
  return readFileSync(await download.path(), "utf8");
}

test("the CSV is what demarche query gives", async () => {
  const page = await open("?type=ACCUSE");
  const file = await saved(page, ".downloads a >> nth=0");
  assert.equal(file, execFileSync(demarche, ["query", "--db", db, "--type", "ACCUSE", "--format", "csv"], { encoding: "utf8" }));
  await page.close();
});

test("every plot is saved as SVG, and its numbers as CSV", async () => {
  const all = await addresses();
  for (const name of ["overview", "dyad", "network", "map"]) {
    const page = await open(all[name]);
    const figures = await page.locator("figure").count();
    assert.ok(figures > 0, name);
    for (let i = 0; i < figures; i++) {
      const svg = await saved(page, `figure >> nth=${i} >> .tools button:has-text("SVG")`);
      assert.match(svg, /^<svg /);
      assert.doesNotMatch(svg, / (class|style|href|onclick)=|var\(|color-mix|<script/);
      writeFileSync(join(shots, `${name}-${i}.svg`), svg);
      const csv = (await saved(page, `figure >> nth=${i} >> .tools :text-is("CSV")`)).split("\r\n");
      assert.match(csv[0], /,events,score,verbal_cooperation,/);
      assert.ok(csv.length > 2);
    }
    await page.close();
  }
});

test("the numbers of a dyad are those of demarche timeline", async () => {
  const query = (await addresses()).dyad, p = new URLSearchParams(query);
  const page = await open(query);
  const rows = (await saved(page, 'figure >> nth=0 >> .tools :text-is("CSV")')).trim().split("\r\n").slice(1).map((r) => r.split(","));
  const sum = (actor, recipient) => rows.filter((r) => r[1] === actor && r[2] === recipient).reduce((n, r) => n + Number(r[3]), 0);
  for (const [x, y] of [[p.get("a"), p.get("b")], [p.get("b"), p.get("a")]]) {
    const lines = execFileSync(demarche, ["query", "--db", db, "--actor", x, "--recipient", y, "--format", "csv"], { encoding: "utf8" }).trim().split("\r\n").length - 1;
    assert.equal(sum(x, y), lines);
  }
  await page.close();
});

test("filters stand in the address, and wrong ones are told", async () => {
  const page = await open("");
  await page.focus('select[name="type"]');
  await page.selectOption('select[name="type"]', "ACCUSE");
  await page.waitForURL(/type=ACCUSE/);
  await ready(page);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("name")), "type");
  await page.goto(`${base}?from=nonsense`);
  await page.waitForSelector('.error[role="alert"]');
  complaints.splice(0, complaints.length, ...complaints.filter((c) => !c.includes("400")));
  await page.close();
});

test("by keyboard: skip link, focus kept, bars picked and zoomed", async () => {
  const page = await open("");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.className), "skip");
  await page.focus('nav a:has-text("Claims")');
  await page.keyboard.press("Enter");
  await page.waitForURL(/view=claims/);
  await ready(page);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Claims");
  await page.goto(base);
  await page.waitForSelector(".pickable");
  await page.focus(".pickable");
  await page.keyboard.press("ArrowLeft");
  assert.match(await page.locator("#live").textContent(), /mean score/);
  assert.ok(await page.locator("#tip").isVisible());
  await shoot(page, "tip");
  await page.keyboard.press("Enter");
  await page.waitForURL(/from=\d{4}-\d\d-\d\d&to=/);
  await page.close();
});

test("dragging over a chart zooms", async () => {
  const page = await open("");
  const box = await page.locator(".pickable").first().boundingBox();
  await page.mouse.move(box.x + box.width * 0.3, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 70, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/from=.*to=/);
  await page.close();
});

test("no error on any page, and no request to elsewhere", () => assert.deepEqual(complaints, []));

test("without the server, the page says what to do", async () => {
  const page = await open("");
  await server.stop();
  await page.click('nav a:has-text("Network")');
  await page.waitForSelector('.error:has-text("is demarche serve still running")');
  await shoot(page, "server-gone");
  await page.close();
});
