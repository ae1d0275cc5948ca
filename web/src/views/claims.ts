// What is contested: who asserts, who denies, who doubts, side by side.

import { get, type Act, type ActVoice, type Claim, type Claims } from "../api";
import { announce, h, plural } from "../dom";
import { eventItem, quotation } from "../events";
import type { Context } from "../main";
import { filters, go, link, params } from "../state";
import { eventName, partiesElement, partyCode, statusChip, voiceName } from "../words";

export function claimItem(c: Claim): HTMLElement {
  const e = c.first;
  return h("li", { class: "claim" },
    h("div", { class: "event-head" }, h("time", {}, e.date ?? "undated"), partiesElement(e.actor, "somebody"),
      h("span", { "aria-hidden": "true" }, "→"), partiesElement(e.recipient, "nobody named"),
      h("strong", { class: `type q-text${e.quad}` }, eventName(e)), statusChip(c.status)),
    quotation(e),
    h("p", { class: "event-foot" },
      h("a", { href: link({ view: "claims", act: String(c.act), report: null, event: null }) },
        [c.asserts && `${c.asserts} assert`, c.denies && `${c.denies} deny`, c.doubts && `${c.doubts} doubt`].filter(Boolean).join(" · ") || "who says so"),
      h("span", {}, `${plural(c.reports, "report")}${c.changes > 1 ? `, its status changed ${plural(c.changes - 1, "time")}` : ""}`),
      c.last_date ? h("span", {}, `last told ${c.last_date}`) : null));
}

const stances = { asserts: "Says that it is so", denies: "Denies it", doubts: "Doubts it" } as const;

function voiceItem(v: ActVoice): HTMLElement {
  const code = partyCode(v);
  return h("li", {},
    h("p", { class: "speaker" }, h("bdi", {}, voiceName(v)), code ? h("span", { class: "code" }, code) : null, v.role ? h("span", { class: "role" }, v.role) : null),
    h("blockquote", {}, h("bdi", {}, v.words ?? v.content ?? "")),
    h("p", { class: "event-foot" }, h("a", { href: link({ view: "report", report: String(v.report_id), event: String(v.event_id), act: null }) },
      [v.source, v.document_date].filter(Boolean).join(", ") || v.document), v.copy ? h("span", {}, "a copy") : null));
}

function actView(a: Act): Node[] {
  const first = a.tellings[0];
  return [
    h("p", {}, h("a", { href: link({ act: null }) }, "← All claims")),
    h("section", { class: "act" },
      first ? h("div", { class: "event-head" }, partiesElement(first.actor, "somebody"), h("span", { "aria-hidden": "true" }, "→"), partiesElement(first.recipient, "nobody named"),
        h("strong", { class: `type q-text${first.quad}` }, eventName(first)), statusChip(a.status)) : null,
      h("p", { class: "lead" }, `Told by ${plural(a.reports, "report")}${a.publishers > 0 ? ` of ${plural(a.publishers, "publisher")}` : ""}.`)),
    h("div", { class: "columns three" }, ...(["asserts", "denies", "doubts"] as const).map((stance) => {
      const voices = a.voices.filter((v) => v.stance === stance);
      return h("section", { class: `side ${stance}` }, h("h2", {}, stances[stance], h("span", { class: "count" }, String(voices.length))),
        voices.length > 0 ? h("ul", { class: "voices" }, ...voices.map(voiceItem)) : h("p", { class: "empty" }, stance === "asserts" ? "Reports tell it on their own word." : "Nobody, so far."));
    })),
    h("section", {}, h("h2", {}, "How its status changed"), h("ol", { class: "history" }, ...a.history.map((s) =>
      h("li", {}, h("time", {}, s.document_date ?? "undated"), " ", statusChip(s.status), " ",
        h("a", { href: link({ view: "report", report: String(s.report_id), act: null }) }, s.title ?? s.source ?? s.document))))),
    h("section", {}, h("h2", {}, "Every telling"), h("ol", { class: "events" }, ...a.tellings.map(eventItem))),
  ];
}

export async function claims({ about, signal }: Context): Promise<Node[]> {
  const act = params().get("act");
  if (act) return actView(await get<Act>(`/api/acts/${encodeURIComponent(act)}`, {}, signal));
  const f = filters();
  const contested = params().get("contested") === "yes", overAll = params().get("over_all") ?? "";
  const list = h("ul", { class: "claims" });
  const more = h("button", { type: "button", class: "more", hidden: true }, "More");
  let after: string | undefined;
  const load = async () => {
    const p = new URLSearchParams([...f, ["limit", "25"]]);
    if (contested) p.set("contested", "yes");
    if (overAll) p.set("over_all", overAll);
    if (after) p.set("after", after);
    const page = await get<Claims>("/api/claims", p, signal);
    list.append(...page.claims.map(claimItem));
    if (after) announce(`${page.claims.length} more claims`);
    after = page.after;
    more.hidden = !after;
  };
  more.addEventListener("click", () => void load().catch((e: Error) => announce(e.message)));
  await load();
  const statuses = h("select", { onchange: (e: Event) => go({ over_all: (e.target as HTMLSelectElement).value || null }) },
    h("option", { value: "" }, "any"), ...about.statuses.map((s) => h("option", { value: s, selected: s === overAll }, s)));
  return [
    h("p", { class: "lead" }, "Acts that rest on somebody's word, the one told last first."),
    h("p", { class: "choices" }, h("label", {}, "Status over all reports ", statuses), " ",
      h("label", {}, h("input", { type: "checkbox", checked: contested, onchange: (e: Event) => go({ contested: (e.target as HTMLInputElement).checked ? "yes" : null }) }), " only what is asserted as well as denied or doubted")),
    list.children.length > 0 ? list : h("p", { class: "empty" }, "No claim matches. Widen the dates, or take a filter away."), more,
  ];
}
