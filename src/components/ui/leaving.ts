import { useSyncExternalStore } from "react";

/** The URL of the current page; null until the first page has reported it. */
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

/** Called when a navigation begins. A link within the same page is there immediately. */
export function noteDeparture(url: string): void {
  const { pathname, search } = new URL(url, window.location.href);
  change(here !== null && addressOf(pathname, search) !== here);
}

/** Called when a page has arrived: the requested one, or another. */
export function noteArrival(path: string, query: string): void {
  here = addressOf(path, query);
  change(false);
}

function subscribe(tell: () => void): () => void {
  readers.add(tell);
  return () => readers.delete(tell);
}

/** Whether this page is being left for one that has not arrived yet. */
export function useIsLeaving(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isLeaving,
    () => false,
  );
}
