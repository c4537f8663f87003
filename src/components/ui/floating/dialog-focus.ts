"use client";

import { focusPage } from "../focus-page.ts";

/** What can be written in or chosen from. */
const fields =
  "input:not([type=hidden], [readonly], :disabled), textarea:not([readonly], :disabled), select:not(:disabled), [data-focus-first]";

/** Where the focus was before, by the dialog: one that closes may leave its own to one that has opened. */
const origins = new WeakMap<Element, Element>();

/** Where the focus goes when a dialog opens, and back to when it closes. */
export const dialogFocus = {
  /** What is asked for comes before the button that closes; where nothing is asked for, the dialog itself. */
  onOpenAutoFocus(event: Event) {
    const content = event.currentTarget;
    if (!(content instanceof HTMLElement)) return;
    event.preventDefault();
    origins.set(content, originOf(document.activeElement));
    // What is folded away cannot take the focus.
    const shown = [...content.querySelectorAll<HTMLElement>(fields)];
    const field = shown.find((one) => one.closest("details:not([open])") === null);
    (field ?? content).focus();
  },
  /**
   * Radix gives the focus back to a trigger of its own only, and most dialogs are opened from elsewhere. Where the
   * button is gone, as from a bar that goes with what was done, the page has the focus.
   *
   * It comes a moment after the dialog has gone, and by then something else may have the focus: a palette that somebody
   * types into keeps it. Taken from there, it would be given back with all that is typed selected, and the next letter
   * would write over it.
   */
  onCloseAutoFocus(event: Event) {
    event.preventDefault();
    const origin = event.currentTarget instanceof Element ? origins.get(event.currentTarget) : undefined;
    if (isTaken()) {
      const other = document.activeElement?.closest("[role=dialog]");
      if (origin !== undefined && other != null && !canBeGoneTo(origins.get(other)))
        origins.set(other, origin);
    } else {
      if (canBeGoneTo(origin)) origin.focus();
      // Gone, or made unusable by what was done.
      if (!isTaken()) focusPage();
    }
  },
};

/** For what gives the focus back to its own button when it closes: not from where it has gone in the meantime. */
export function keepWhatIsTaken(event: Event): void {
  if (isTaken()) event.preventDefault();
}

function isTaken(): boolean {
  return document.activeElement !== null && document.activeElement !== document.body;
}

/** What a menu offers goes with the menu: its button is where one came from. */
function originOf(element: Element | null): Element {
  const buttonId = element?.closest("[role=menu]")?.getAttribute("aria-labelledby") ?? "";
  return document.getElementById(buttonId) ?? element ?? document.body;
}

function canBeGoneTo(origin: Element | undefined): origin is HTMLElement {
  return origin instanceof HTMLElement && origin.isConnected && origin !== document.body;
}
