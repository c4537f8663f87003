import { showToast } from "./floating/toast-store.ts";

const firstWaitMs = 500;
const longestWaitMs = 8_000;

/** People have been told, and nothing has come since. */
let isSaid = false;

/**
 * Loads code until it is there. A server that is away for a moment, as when it is started again, would otherwise take
 * the whole page with it: what once failed to load is never asked for again. Until then whatever stands in its place
 * stays. What does not come for long may be of an earlier version, and never will: people are told, once.
 */
export async function loadPatiently<Module>(load: () => Promise<Module>): Promise<Module> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      const module = await load();
      isSaid = false;
      return module;
    } catch {
      if (waitMs === longestWaitMs) say();
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

function say(): void {
  if (isSaid) return;
  isSaid = true;
  showToast({
    tone: "failed",
    title: "A part of this page could not be loaded",
    description: "It is tried again. If Penstock was upgraded meanwhile, reload the page.",
  });
}
