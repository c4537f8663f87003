import { useSyncExternalStore } from "react";

/** The address of the page that is shown; null before the first one has said so. */
let here: string | null = null;
let isLeaving = false;
const readers = new Set<() => void>();

function change(next: boolean): void {
  if (isLeaving === next) return;
  isLeaving = next;
  for (const notify of readers) notify();
}

function addressOf(path: string, query: string): string {
  return `${path}?${new URLSearchParams(query)}`;
}

/** A navigation begins. What leads to another place of the same page is there at once. */
export function noteDeparture(url: string): void {
  const { pathname, search } = new URL(url, window.location.href);
  change(here !== null && addressOf(pathname, search) !== here);
}

/** A page is here: the one that was wanted, or another. */
export function noteArrival(path: string, query: string): void {
  here = addressOf(path, query);
  change(false);
}

function subscribe(tell: () => void): () => void {
  readers.add(tell);
  return () => readers.delete(tell);
}

/** Whether this page is being left for another one that is not here yet. */
export function useIsLeaving(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isLeaving,
    () => false,
  );
}
