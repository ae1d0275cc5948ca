import { chromium } from "playwright-core";
const base = process.argv[2], out = process.argv[3], list = process.argv.slice(4);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const item of list) {
  const [name, query, mode] = item.split("|");
  const p = await b.newPage({ viewport: mode?.includes("narrow") ? { width: 390, height: 844 } : { width: 1280, height: 900 }, colorScheme: mode?.includes("dark") ? "dark" : "light" });
  p.on("console", (m) => { if (m.type() === "error") console.log(name, "console:", m.text()); });
  p.on("pageerror", (e) => console.log(name, "error:", e.message));
  const t = Date.now();
  await p.goto(base + query);
  await p.waitForSelector('#main[aria-busy="false"]');
  console.log(name, Date.now() - t, "ms");
  await p.waitForTimeout(500);
  await p.screenshot({ path: `${out}/${name}.png`, fullPage: mode?.includes("full") ?? false });
  await p.close();
}
await b.close();
