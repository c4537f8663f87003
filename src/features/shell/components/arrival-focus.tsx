"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

/**
 * After a link inside Penstock the focus is on the page that came, past the sidebar; it would otherwise fall back to
 * the top of the document. A page that takes the focus itself keeps it, and a page that was loaded begins at its top,
 * as everywhere on the web.
 */
export function ArrivalFocus() {
  const path = usePathname();
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    const main = document.getElementById("content");
    if (main !== null && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
  }, [path]);
  return null;
}
