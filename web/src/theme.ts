// Light or dark: as the system has it, until somebody chooses.

import { h } from "./dom";

const root = document.documentElement;

function keep(theme: string): void {
  try { localStorage.setItem("theme", theme); } catch { /* not kept */ }
}

export function startTheme(): void {
  try {
    const kept = localStorage.getItem("theme");
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch { /* as the system has it */ }
}

export function themeButton(): HTMLElement {
  return h("button", { type: "button", class: "small theme", title: "Light or dark", onclick: () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    keep(root.dataset.theme);
  } }, h("span", { "aria-hidden": "true" }, "◐"), h("span", { class: "sr" }, "Switch between light and dark"));
}
