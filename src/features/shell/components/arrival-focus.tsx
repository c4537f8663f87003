"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { focusPage } from "#components/ui/focus-page.ts";

/**
 * After a link inside Penstock the focus is on the page that came, past the sidebar; it would otherwise fall back to
 * the top of the document. A page that takes the focus itself keeps it, and so does a dialog that was opened on the way
 * there; a page that was loaded begins at its top, as everywhere on the web.
 */
export function ArrivalFocus() {
  const path = usePathname();
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    if (document.activeElement?.closest("#content, [role=dialog]") == null) focusPage();
  }, [path]);
  return null;
}
