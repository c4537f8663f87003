"use client";

import type { MouseEvent } from "react";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { isOnline } from "#lib/trpc/online.ts";

/** Without a network, a link would replace the page by the browser's error page. Use it as `onClickCapture`. */
export function stayOffline(event: MouseEvent): void {
  if (isOnline() || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target === "_blank" || link.download !== "") return;
  // A change of only the query or fragment needs no network.
  if (link.origin === location.origin && link.pathname === location.pathname) return;
  event.preventDefault();
  showToast({
    tone: "failed",
    title: "You are offline",
    description: "Links work again when the network is back.",
  });
}
