// How things are called and coloured.

import type { Party, StoredEvent, Voice } from "./api";
import { h } from "./dom";

export const quadNames = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];

/** −10 … 10: from red over grey to blue; as a CSS colour that follows the theme. */
export function scoreColour(score: number): string {
  const share = Math.round(Math.min(1, Math.abs(score) / 8) * 100);
  return `color-mix(in oklab, var(${score < 0 ? "--bad" : "--good"}) ${share}%, var(--even))`;
}

export function signed(score: number): string {
  const text = Math.abs(score).toFixed(1);
  return (text === "0.0" ? "±" : score > 0 ? "+" : "−") + text;
}

export function scoreElement(score: number): HTMLElement {
  const e = h("span", { class: "score", title: `mean score ${signed(score)}, of −10 (conflict) to +10 (cooperation)` }, signed(score));
  e.style.setProperty("--tone", scoreColour(score));
  return e;
}

// ---- codes ----

const bodies: Record<string, string> = {
  UNO: "United Nations", EUR: "European Union", IGO: "organisation of states", NGO: "non-governmental organisation",
  ISM: "social movement", IMG: "transnational armed group", MNC: "multinational company",
};
const sectors: Record<string, string> = {
  COP: "police", GOV: "government", JUD: "judiciary", LEG: "legislature", MIL: "military", PRM: "paramilitary", PTY: "political party", REB: "rebels",
  SPY: "intelligence", UAF: "unidentified armed force", UNK: "unknown", AGR: "agriculture", BUS: "business", CRM: "crime", CVL: "civilians",
  EDU: "education", ELI: "former officials, elites", JRN: "media", LAB: "labour", MED: "medical", OPP: "opposition", PRE: "partially recognised",
  REF: "refugees", REL: "religion", SOC: "civil society",
};
let states: Record<string, string> = {};

/** Names of states come from the server, which has them from its registry. */
export function nameStates(codes: Record<string, string>): void { states = codes; }

export const codeName = (code: string): string => states[code] ?? bodies[code] ?? sectors[code] ?? code;
/** "SYR", "SYR/MIL", "MIL", or what is no code at all. */
export const actorName = (text: string): string => text.split(",").map((one) => one.trim().split("/").map(codeName).join(" ")).join(", ");
/** For suggestions while typing. */
export const allCodes = (): [code: string, name: string][] => Object.entries({ ...states, ...bodies, ...sectors });

export function codeChip(...codes: (string | null | undefined)[]): HTMLElement | null {
  const known = codes.filter((c): c is string => Boolean(c));
  return known.length === 0 ? null : h("abbr", { class: "code", title: known.map(codeName).join(", ") }, known.join(" "));
}

/** A name with its code; alone where there is no other name. */
export function coded(code: string): HTMLElement {
  const name = actorName(code);
  return h("span", { class: "who" }, h("bdi", {}, name), name === code ? null : codeChip(code));
}

// ---- events ----

export function eventName(e: { event: string; mode?: string | null }): string {
  return e.mode ? `${e.event} ${e.mode}` : e.event;
}

/** Type, mode, and what kind it is for those who see no colours. */
export function typeElement(e: { event: string; mode?: string | null; quad: number }): HTMLElement {
  return h("strong", { class: `type q-text${e.quad}`, title: quadNames[e.quad - 1] }, e.event, e.mode ? h("span", { class: "mode" }, ` ${e.mode}`) : null);
}

export function partyName(p: Party): string {
  return p.name ?? (p.code ? codeName(p.code) : "somebody");
}

function list(parties: Party[]): (Node | string)[] {
  return parties.flatMap((p, i) => [i > 0 ? ", " : "", h("span", { class: "who" }, h("bdi", {}, partyName(p)), codeChip(p.code, p.sector?.[0]))]);
}

/** "A → B"; where nobody is named on a side, that is said softly. */
export function whoToWhom(actor: Party[], recipient: Party[]): HTMLElement {
  return h("span", { class: "parties" }, ...(actor.length > 0 ? list(actor) : [h("span", { class: "nobody" }, "unnamed")]),
    ...(recipient.length > 0 ? [h("span", { class: "arrow", "aria-hidden": "true" }, " → "), h("span", { class: "sr" }, " to "), ...list(recipient)] : []));
}

const statusWords: Record<string, string> = {
  reported: "told as a fact", claimed: "only sources say so", disputed: "one source asserts it, another denies it", denied: "only denials are told",
  negated: "said not to have happened", planned: "announced, not done yet", hypothetical: "demanded, feared, or on a condition", historical: "long ago, told as background",
};

export function statusChip(status: string): HTMLElement {
  return h("span", { class: `chip status-${status}`, title: statusWords[status] }, status);
}

export function voiceName(v: Voice): string {
  return v.name ?? (v.code ? codeName(v.code) : "an unnamed source");
}

/** "according to A; denied by B" */
export function onWhoseWord(e: StoredEvent): string {
  const part = (voices: Voice[] | undefined, verb: string) => (voices && voices.length > 0 ? `${verb} ${[...new Set(voices.map(voiceName))].join(", ")}` : "");
  return [part(e.asserted_by, "according to"), part(e.denied_by, "denied by"), part(e.hedged_by, "doubted by")].filter(Boolean).join("; ");
}
