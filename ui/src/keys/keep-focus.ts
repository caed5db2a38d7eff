/** The focus is never lost: when what had it goes, is disabled or hidden, what comes next gets it. */

import { FOCUSABLE } from "./panes";

/** Whoever took something away may have a better place for the focus; in milliseconds. */
const AFTER = 60;

const there = (element: Element) =>
  element.isConnected && element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden" && !element.matches(":disabled");

/** Watches a page for those who use the keyboard, from its start to its end. */
export function keepFocus(): void {
  /** What has the focus and all around it, from the inside out, each with what comes next; empty for who points. */
  let trail: { element: HTMLElement; next: Element | null }[] = [];
  let looking = false;

  addEventListener("pointerdown", () => (trail = []), true);
  addEventListener("focusin", ({ target }) => {
    trail = [];
    if (!(target instanceof HTMLElement && target.matches(":focus-visible"))) return;
    for (let element: HTMLElement | null = target; element && element.parentElement !== document.body; element = element.parentElement) {
      trail.push({ element, next: element.nextElementSibling });
      // Another screen has a beginning of its own.
      if (element.matches("main, dialog")) break;
    }
  });
  addEventListener("focusout", () => {
    const left = trail;
    // Said before it goes. What is still there then was left on purpose.
    setTimeout(() => {
      if (left === trail && left[0] && document.hasFocus() && document.activeElement === document.body && there(left[0].element)) trail = [];
    });
  });

  function look(): void {
    looking = false;
    const focused = document.activeElement;
    if (focused && focused !== document.body && there(focused)) return;
    for (const [at, { element, next }] of trail.entries()) {
      if (there(element) && element.matches(FOCUSABLE)) return element.focus();
      const around = trail[at + 1]?.element;
      if (!around || !there(around)) continue;
      const left = [...around.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(there);
      const place = element.isConnected ? element : next?.isConnected ? next : null;
      const follows = (other: Element) => place === other || (place && place.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
      const to = left.find(follows) ?? (around.tagName === "MAIN" ? null : left.at(-1));
      if (to) return to.focus();
    }
  }

  new MutationObserver((changes) => {
    // Cheap, since it comes with every change; the rest is asked when the page rests.
    if (looking || !trail[0] || (trail[0].element.isConnected && changes.every(({ type }) => type === "childList"))) return;
    looking = true;
    setTimeout(look, AFTER);
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled", "hidden"] });
}
