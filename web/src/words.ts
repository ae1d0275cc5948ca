// How things are called and coloured.

import type { Party, StoredEvent, Voice } from "./api";
import { h } from "./dom";

export const quadNames = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];

/** −10 … 10: from red over grey to blue; as a CSS colour that follows the theme. */
export function scoreColour(score: number): string {
  const share = Math.round(Math.min(1, Math.abs(score) / 8) * 100);
  return `color-mix(in oklab, var(${score < 0 ? "--bad" : "--good"}) ${share}%, var(--even))`;
}

export const signed = (score: number): string => (score > 0 ? "+" : score < 0 ? "−" : "±") + Math.abs(score).toFixed(1);

export function eventName(e: { event: string; mode?: string | null }): string {
  return e.mode ? `${e.event} ${e.mode}` : e.event;
}

export function partyName(p: Party): string {
  return p.name ?? p.code ?? "somebody";
}

export function partyCode(p: Party): string {
  return [p.code, p.sector?.[0]].filter(Boolean).join(" ");
}

export function parties(list: Party[], none = "—"): string {
  return list.length === 0 ? none : list.map(partyName).join(", ");
}

export function partiesElement(list: Party[], none = "—"): HTMLElement {
  const e = h("span", { class: "parties" });
  if (list.length === 0) e.append(none);
  list.forEach((p, i) => {
    if (i > 0) e.append(", ");
    const code = partyCode(p);
    e.append(h("span", { class: "who" }, h("bdi", {}, partyName(p)), code ? h("span", { class: "code" }, code) : null));
  });
  return e;
}

export function statusChip(status: string): HTMLElement {
  return h("span", { class: `chip status-${status}` }, status);
}

export function voiceName(v: Voice): string {
  return v.name ?? v.code ?? "an unnamed source";
}

/** "claimed by A; denied by B" */
export function onWhoseWord(e: StoredEvent): string {
  const part = (list: Voice[] | undefined, verb: string) => (list && list.length > 0 ? `${verb} ${[...new Set(list.map(voiceName))].join(", ")}` : "");
  return [part(e.asserted_by, "says"), part(e.denied_by, "denied by"), part(e.hedged_by, "doubted by")].filter(Boolean).join("; ");
}
