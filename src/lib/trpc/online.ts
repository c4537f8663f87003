"use client";

import { onlineManager } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

const askAgainMs = 5_000;
/** A server that takes longer counts as away: without a limit it would not be asked again. */
const patienceMs = 5_000;

/** What is known of the network, and how the server is asked. */
interface Network {
  /** It reports `online` and `offline`. */
  readonly events: EventTarget;
  readonly isThere: () => boolean;
  /** Whether the server answers. */
  readonly ask: () => Promise<boolean>;
}

/**
 * Says whether the server can be reached. A browser without a network says that it is offline, also where Penstock runs
 * on the same machine and answers all the same: so the server is asked. Returns what ends it.
 */
export function watchServer({ events, isThere, ask }: Network, say: (isOnline: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  const look = async (mine: number) => {
    const isAnswered = await ask();
    if (mine !== turn) return;
    // A page that the browser had put aside gets no event of what happened meanwhile.
    if (isAnswered || isThere()) say(true);
    else timer = setTimeout(() => void look(mine), askAgainMs);
  };
  const stop = () => {
    turn += 1;
    clearTimeout(timer);
  };
  const onOnline = () => {
    stop();
    say(true);
  };
  const onOffline = () => {
    stop();
    say(false);
    void look(turn);
  };
  events.addEventListener("online", onOnline);
  events.addEventListener("offline", onOffline);
  return () => {
    stop();
    events.removeEventListener("online", onOnline);
    events.removeEventListener("offline", onOffline);
  };
}

async function askServer(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(patienceMs);
    return (await fetch("/api/health", { cache: "no-store", signal })).ok;
  } catch {
    return false;
  }
}

// Requests wait while it says offline, so all that shows it goes by the same.
if (typeof window !== "undefined") {
  const network = { events: window, isThere: () => navigator.onLine, ask: askServer };
  onlineManager.setEventListener((say) => watchServer(network, say));
}

/** False while there is no network and the server does not answer. True proves little: it may still be unreachable. */
export const isOnline = () => onlineManager.isOnline();

/** The same, for what shows it. */
export function useOnline(): boolean {
  return useSyncExternalStore(onlineManager.subscribe, isOnline, () => true);
}
