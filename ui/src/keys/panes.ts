/** F6 goes round the panes of a page: elements with `data-pane`. */

/** What can have the focus. */
export const FOCUSABLE =
  "[data-pane-focus], textarea, input:not([type=hidden]), select, [tabindex='0'], button:not([tabindex='-1']), a[href], summary";

/** Moves the focus to the next pane, or back with -1. */
export function cyclePane(by: 1 | -1, root: ParentNode = document): void {
  const panes = [...root.querySelectorAll<HTMLElement>("[data-pane]")].filter((pane) => pane.offsetParent !== null);
  if (panes.length === 0) return;
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = at === -1 ? (by === 1 ? 0 : panes.length - 1) : (at + by + panes.length) % panes.length;
  const pane = panes[next];
  if (!pane) return;
  const target =
    pane.querySelector<HTMLElement>("[data-pane-focus]") ??
    (pane.matches("[tabindex]") ? pane : pane.querySelector<HTMLElement>(FOCUSABLE));
  if (!target) pane.tabIndex = -1;
  (target ?? pane).focus();
}
