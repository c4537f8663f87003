"use client";

import { focusPage } from "../focus-page.ts";

/** Fields that can be typed in or chosen from. */
const fields =
  "input:not([type=hidden], [readonly], :disabled), textarea:not([readonly], :disabled), select:not(:disabled), [data-focus-first]";

/** What had the focus before each dialog: a dialog that closes may hand over to one that has just opened. */
const origins = new WeakMap<Element, Element>();

/** Where the focus goes when a dialog opens, and where it returns when it closes. */
export const dialogFocus = {
  /** The first field rather than the close button; the dialog itself where there is no field. */
  onOpenAutoFocus(event: Event) {
    const content = event.currentTarget;
    if (!(content instanceof HTMLElement)) return;
    event.preventDefault();
    origins.set(content, originOf(document.activeElement));
    // What is inside a closed `details` cannot take the focus.
    const shown = [...content.querySelectorAll<HTMLElement>(fields)];
    const field = shown.find((one) => one.closest("details:not([open])") === null);
    (field ?? content).focus();
  },
  /**
   * Radix returns the focus only to a trigger of its own, and most dialogs are opened from elsewhere. If the button no
   * longer exists, the page gets the focus.
   * This runs a moment after the dialog has closed. If something else has the focus by then, such as the command
   * palette, it keeps it: returning the focus later would select the typed text, and the next letter would overwrite
   * it.
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
      // Removed, or disabled by the action.
      if (!isTaken()) focusPage();
    }
  },
};

/** For components that return the focus to their own button on close: not if it has moved elsewhere meanwhile. */
export function keepWhatIsTaken(event: Event): void {
  if (isTaken()) event.preventDefault();
}

function isTaken(): boolean {
  return document.activeElement !== null && document.activeElement !== document.body;
}

/** A menu item disappears with its menu, so the focus returns to the menu's button. */
function originOf(element: Element | null): Element {
  const buttonId = element?.closest("[role=menu]")?.getAttribute("aria-labelledby") ?? "";
  return document.getElementById(buttonId) ?? element ?? document.body;
}

function canBeGoneTo(origin: Element | undefined): origin is HTMLElement {
  return origin instanceof HTMLElement && origin.isConnected && origin !== document.body;
}
