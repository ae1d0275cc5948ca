// Paste a report, see it coded. Nothing is kept.

import { codeReport } from "../api";
import { announce, h, plural } from "../dom";
import type { Context } from "../main";
import { recordView } from "../record";

const example = `GENEVA, March 4 – Envoys of Sudan and Chad met in Geneva on Monday to discuss the border that both have closed since January.

Sudan's foreign minister accused Chad of letting arms pass to the rebels in Darfur. "We have seen the lorries," she told reporters. Chad's government denied the accusation and called on Khartoum to withdraw its troops from the frontier.

The United Nations said it would send 40 observers next week. On Sunday gunmen had killed six farmers near El Geneina, according to residents.`;

// What was pasted stays while the page is open, also when another view is looked at in between.
let pasted = "", pastedDate = "";

export async function tryIt({ about, signal }: Context): Promise<Node[]> {
  if (!about.can_code) return [h("p", { class: "empty" }, "This server only shows what it has.")];
  const result = h("div", { "aria-live": "off" });
  const text = h("textarea", { name: "report", rows: 12, required: true, maxlength: 1_000_000, spellcheck: "false", placeholder: "Paste a news report here." });
  const date = h("input", { name: "date", type: "date" });
  text.value = pasted;
  date.value = pastedDate;
  const button = h("button", { type: "submit" }, "Code it");
  const code = async (byHand: boolean) => {
    pasted = text.value;
    pastedDate = date.value;
    button.disabled = true;
    try {
      const { record } = await codeReport(text.value, date.value, signal);
      result.replaceChildren(recordView(record, null, "h2"));
      if (byHand) result.scrollIntoView({ block: "start" });
      announce(`${plural(record.events.length, "event")} found`);
    } catch (e) {
      if ((e as Error).name !== "AbortError") result.replaceChildren(h("p", { class: "error", role: "alert" }, (e as Error).message));
    } finally {
      button.disabled = false;
    }
  };
  const form = h("form", { class: "try" },
    h("p", { class: "lead" }, "Paste a report and see who did or said what to whom. It is coded on this machine and not kept."),
    h("label", {}, "Report", text),
    h("p", { class: "choices" }, h("label", {}, "Its date, where the text does not say ", date), button,
      h("button", { type: "button", class: "small", onclick: () => { text.value = example; date.value = "2024-03-05"; void code(true); } }, "Use an example")), result);
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    void code(true);
  });
  if (pasted) void code(false);
  return [form];
}
