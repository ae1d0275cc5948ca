// The four kinds of events differ for those who see few colours, too: Machado and others (2009), distances in OKLab.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../src/style.css", import.meta.url), "utf8");
const pair = (name) => new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css).slice(1);
const kinds = ["q1", "q2", "q3", "q4"].map(pair);
const sights = {
  all: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
const times = (m, v) => m.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]);
const linear = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));

function oklab(rgb) {
  const lms = times([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]], rgb.map((c) => Math.max(0, c)));
  return times([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]], lms.map(Math.cbrt));
}

for (const [theme, look] of [["light", 0], ["dark", 1]])
  for (const [sight, matrix] of Object.entries(sights))
    test(`${theme}, ${sight}`, () => {
      const seen = kinds.map((k) => oklab(times(matrix, linear(k[look]))));
      for (let i = 0; i < 4; i++)
        for (let j = 0; j < i; j++) {
          const distance = Math.hypot(...seen[i].map((c, k) => c - seen[j][k]));
          assert.ok(distance > 0.1, `kinds ${j + 1} and ${i + 1}: ${distance.toFixed(3)}`);
        }
    });
