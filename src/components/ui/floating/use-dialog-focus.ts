"use client";

import { useRef } from "react";
import { focusPage } from "../focus-page.ts";

/** What can be written in or chosen from. */
const fields = "input:not([type=hidden], [readonly]), textarea:not([readonly]), select, [data-focus-first]";

/** Where the focus goes when a dialog opens, and back to when it closes. */
export function useDialogFocus() {
  const cameFrom = useRef<Element | null>(null);
  return {
    /** What is asked for comes before the button that closes; where nothing is asked for, the dialog itself. */
    onOpenAutoFocus(event: Event) {
      cameFrom.current = document.activeElement;
      const content = event.currentTarget;
      if (!(content instanceof HTMLElement)) return;
      event.preventDefault();
      // What is folded away cannot take the focus.
      const shown = [...content.querySelectorAll<HTMLElement>(fields)];
      const field = shown.find((one) => one.closest("details:not([open])") === null);
      (field ?? content).focus();
    },
    /**
     * Radix gives the focus back to a trigger of its own only, and most dialogs are opened from elsewhere. Where the
     * button is gone, as from a bar that goes with what was done, the page has the focus, unless something else has it.
     */
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      if (cameFrom.current instanceof HTMLElement && cameFrom.current.isConnected) cameFrom.current.focus();
      else if (document.activeElement === document.body) focusPage();
    },
  };
}
