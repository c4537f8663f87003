import { noteDeparture } from "#components/ui/leaving.ts";

/** Next calls this when the browser starts a navigation: by a link, by code, or back. */
export function onRouterTransitionStart(url: string): void {
  noteDeparture(url);
}
