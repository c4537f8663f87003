"use client";

import type { TRPCLink } from "@trpc/client";
import { tap } from "@trpc/server/observable";
import { useSyncExternalStore } from "react";
import type { AppRouter } from "#server/trpc/root.ts";

/** Whether the session was valid at the server's last answer. */
export type SessionState = "open" | "ended";

let state: SessionState = "open";
const listeners = new Set<() => void>();
const current = (): SessionState => state;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Records that somebody is signed in, or that nobody is. */
export function setSessionState(next: SessionState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

export function useSessionState(): SessionState {
  return useSyncExternalStore(subscribe, current, () => "open");
}

/** Calls back each time somebody signs in again; returns the unsubscribe function. */
export function onSessionOpened(callback: () => void): () => void {
  return subscribe(() => {
    if (state === "open") callback();
  });
}

/** Notices an answer that says that nobody is signed in. */
export const watchSession: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    next(op).pipe(
      tap({
        error: ({ data }) => {
          // The server renders pages for many people at the same time, so it keeps no such state.
          if (typeof window !== "undefined" && data?.error.code === "UNAUTHENTICATED")
            setSessionState("ended");
        },
      }),
    );
