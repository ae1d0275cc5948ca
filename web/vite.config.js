// One script, one style sheet, fixed names: dist/ is committed and embedded in the program.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { defineConfig } from "vite";

/** dist/SOURCES says what dist/ was made from, for `sha256sum -c`: a test finds a page that is older than its sources. */
function sources() {
  const folders = ["src", "public"].flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }));
  const files = folders.filter((f) => f.isFile()).map((f) => `${f.parentPath}/${f.name}`).concat("package-lock.json", "vite.config.js");
  const line = (file) => `${createHash("sha256").update(readFileSync(file)).digest("hex")}  ${file}\n`;
  return files.sort().map(line).join("");
}

export default defineConfig({
  root: "src",
  publicDir: "../public",
  plugins: [{ name: "sources", generateBundle() { this.emitFile({ type: "asset", fileName: "SOURCES", source: sources() }); } }],
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    rollupOptions: {
      output: { entryFileNames: "app.js", chunkFileNames: "[name].js", assetFileNames: "app[extname]" },
    },
  },
});
