"use client";

import { newId } from "#lib/trpc/new-id.ts";
import { StreamTurn, type TabLine, type TabMessage } from "./model/live/stream-turn.ts";

/** This tab's turn: claimed when the tab becomes visible, given up when it is hidden. */
export function openStreamTurn(): Pick<StreamTurn, "mode" | "subscribe" | "close"> {
  const { line, hangUp } = openTabLine();
  const turn = new StreamTurn(newId(), line);
  const look = () => {
    if (document.visibilityState === "visible") turn.claim();
    else turn.rest();
  };
  const leave = () => turn.rest();
  look();
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", look);
  return {
    mode: turn.mode,
    subscribe: turn.subscribe,
    close: () => {
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", look);
      turn.close();
      hangUp();
    },
  };
}

/** The Web Locks API needs https; this also works on plain http. */
function openTabLine(): { readonly line: TabLine; readonly hangUp: () => void } {
  const channel = new BroadcastChannel("penstock.streams");
  return {
    line: {
      post: (message) => channel.postMessage(message),
      listen: (take) => {
        const hear = ({ data }: MessageEvent<TabMessage>) => take(data);
        channel.addEventListener("message", hear);
        return () => channel.removeEventListener("message", hear);
      },
    },
    hangUp: () => channel.close(),
  };
}
