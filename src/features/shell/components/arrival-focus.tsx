"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { focusPage } from "#components/ui/focus-page.ts";

/**
 * After a client-side navigation, moves the focus to the new page's content, past the sidebar; it would otherwise fall
 * back to the top of the document. A page or a dialog that has taken the focus keeps it. A full page load starts at the
 * top, as everywhere on the web.
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
