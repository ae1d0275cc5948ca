// The one tooltip. It repeats what can be read elsewhere, so it is hidden from screen readers; announce() speaks to them.

import { h } from "./dom";

const box = h("div", { id: "tip", "aria-hidden": "true", hidden: true });
document.body.append(box);

/** Beside a point of the window, within its borders. */
export function showTip(x: number, y: number, ...content: Node[]): void {
  box.replaceChildren(...content);
  box.hidden = false;
  const { width, height } = box.getBoundingClientRect();
  const left = x + 14 + width > innerWidth ? x - 14 - width : x + 14;
  box.style.left = `${Math.max(4, left)}px`;
  box.style.top = `${Math.max(4, Math.min(y - height / 2, innerHeight - height - 4))}px`;
}

export function hideTip(): void {
  box.hidden = true;
}

/** Shows the text while the pointer is over the mark or the keyboard is on it. */
export function tipped<E extends Element>(mark: E, title: string, ...lines: string[]): E {
  const content = () => [h("strong", {}, title), ...lines.map((l) => h("div", {}, l))];
  mark.addEventListener("pointermove", (e) => showTip((e as PointerEvent).clientX, (e as PointerEvent).clientY, ...content()));
  mark.addEventListener("pointerleave", hideTip);
  mark.addEventListener("focus", () => {
    const r = mark.getBoundingClientRect();
    showTip(r.right, r.top + r.height / 2, ...content());
  });
  mark.addEventListener("blur", hideTip);
  return mark;
}

addEventListener("keydown", (e) => e.key === "Escape" && hideTip());
addEventListener("scroll", hideTip, { passive: true });
