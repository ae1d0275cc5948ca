// What is contested: who asserts, who denies, who doubts, side by side.

import { get, type Act, type ActVoice, type Claim, type Claims } from "../api";
import { h, plural } from "../dom";
import { eventHead, eventItem, paged, quotation, reportLink } from "../events";
import type { Context } from "../main";
import { filters, go, link, params } from "../state";
import { codeChip, statusChip, voiceName } from "../words";

type Stance = ActVoice["stance"];
const stances: Stance[] = ["asserts", "denies", "doubts"];
const titles: Record<Stance, string> = { asserts: "Asserts it", denies: "Denies it", doubts: "Doubts it" };

function voiceItem(v: ActVoice): HTMLElement {
  return h("li", {},
    h("p", { class: "speaker" }, h("bdi", {}, voiceName(v)), codeChip(v.code, v.sector?.[0]), v.role ? h("span", { class: "role" }, v.role) : null),
    h("blockquote", {}, h("bdi", {}, v.words ?? v.content ?? "")),
    h("p", { class: "event-foot" }, reportLink(v), v.copy ? h("span", {}, "a copy") : null));
}

/** `few`: so many voices of a side, the others where the link leads; in short, a doubt that nobody has needs no place. */
function sides(voices: ActVoice[], few: number, href: string | null, all: Record<Stance, number>): HTMLElement {
  return h("div", { class: "sides" }, ...stances.filter((stance) => stance !== "doubts" || !href || all.doubts > 0).map((stance) => {
    const these = voices.filter((v) => v.stance === stance), n = Math.max(all[stance], these.length);
    return h("div", { class: `side ${stance}` }, h("h3", {}, titles[stance], h("span", { class: "count" }, String(n))),
      these.length > 0 ? h("ul", { class: "voices" }, ...these.slice(0, few).map(voiceItem))
        : h("p", { class: "silence" }, stance === "doubts" ? "Nobody." : "No source; reports on their own word, if at all."),
      href && n > few ? h("p", {}, h("a", { href }, `${n - few} more`)) : null);
  }));
}

export function claimItem(c: Claim): HTMLElement {
  const href = link({ view: "claims", act: String(c.act), report: null, event: null });
  return h("li", { class: "claim" },
    eventHead(c.first, statusChip(c.status)),
    quotation(c.first),
    sides(c.voices ?? [], 1, href, c),
    h("p", { class: "event-foot" }, h("a", { href }, "All tellings"),
      h("span", {}, `${plural(c.reports, "report")}${c.changes > 1 ? `, its status changed ${plural(c.changes - 1, "time")}` : ""}`),
      c.last_date ? h("span", {}, `last told ${c.last_date}`) : null));
}

function actView(a: Act): Node[] {
  const first = a.tellings[0], n = (s: Stance) => a.voices.filter((v) => v.stance === s).length;
  return [
    h("p", {}, h("a", { href: link({ act: null }) }, "← All claims")),
    h("section", { class: "act" },
      first ? eventHead(first, statusChip(a.status)) : null,
      h("p", { class: "lead" }, `Told by ${plural(a.reports, "report")}${a.publishers > 0 ? ` of ${plural(a.publishers, "publisher")}` : ""}.`),
      sides(a.voices, Infinity, null, { asserts: n("asserts"), denies: n("denies"), doubts: n("doubts") })),
    h("section", {}, h("h2", {}, "How its status changed"), h("ol", { class: "history" }, ...a.history.map((s) =>
      h("li", {}, h("time", {}, s.document_date ?? "undated"), " ", statusChip(s.status), " ",
        h("a", { href: link({ view: "report", report: String(s.report_id), act: null }) }, s.title ?? s.source ?? s.document))))),
    h("section", {}, h("h2", {}, "Every telling"), h("ol", { class: "events" }, ...a.tellings.map(eventItem))),
  ];
}

function choices(statuses: string[], all: boolean, overAll: string): HTMLElement {
  const radio = (value: string | null, text: string, checked: boolean) =>
    h("label", {}, h("input", { type: "radio", name: "which", checked, onchange: () => go({ claims: value }) }), ` ${text}`);
  return h("div", { class: "choices" },
    h("fieldset", {}, h("legend", { class: "sr" }, "Which claims"), radio(null, "Contested: asserted here, denied or doubted there", !all), radio("all", "All that rests on somebody’s word", all)),
    h("label", {}, "Status over all reports ", h("select", { onchange: (e: Event) => go({ over_all: (e.target as HTMLSelectElement).value || null }) },
      h("option", { value: "" }, "any"), ...statuses.map((s) => h("option", { value: s, selected: s === overAll }, s)))));
}

export async function claims({ about, signal }: Context): Promise<Node[]> {
  const act = params().get("act");
  if (act) return actView(await get<Act>(`/api/acts/${encodeURIComponent(act)}`, {}, signal));
  const f = filters(), all = params().get("claims") === "all", overAll = params().get("over_all") ?? "";
  const none = () => h("p", { class: "empty" }, all ? "No claim matches. Widen the dates, or take a filter away." : "Nothing that matches is contested. ",
    all ? null : h("a", { href: link({ claims: "all" }) }, "Show all that rests on somebody’s word"));
  const list = paged(h("ul", { class: "claims" }), none, async (after) => {
    const p = new URLSearchParams([...f, ["limit", "20"], ["voices", "3"]]);
    if (!all) p.set("contested", "yes");
    if (overAll) p.set("over_all", overAll);
    if (after) p.set("after", after);
    const page = await get<Claims>("/api/claims", p, signal);
    return { items: page.claims.map(claimItem), after: page.after };
  });
  await list.first;
  return [h("section", {}, h("h2", {}, "Claims, told last first"), choices(about.statuses, all, overAll), list.box)];
}
