"use client";

import type { TRPCLink } from "@trpc/client";
import { tap } from "@trpc/server/observable";
import { useSyncExternalStore } from "react";
import type { AppRouter } from "#server/trpc/root.ts";

/** Whether the server still knows who this browser is, as far as its last answer said. */
export type SessionState = "open" | "ended";

let state: SessionState = "open";
const listeners = new Set<() => void>();
const current = (): SessionState => state;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says that somebody is signed in, or that nobody is now. */
export function tellSession(next: SessionState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

export function useSessionState(): SessionState {
  return useSyncExternalStore(subscribe, current, () => "open");
}

/** Calls back each time somebody is signed in again; returns how to end that. */
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
          // Pages are drawn on the server too, for many people at once.
          if (typeof window !== "undefined" && data?.error.code === "UNAUTHENTICATED") tellSession("ended");
        },
      }),
    );
