import { showToast } from "./floating/toast-store.ts";

const firstWaitMs = 500;
const longestWaitMs = 8_000;

/** The message has been shown, and nothing has loaded since. */
let isSaid = false;

/**
 * Loads code, and retries until it arrives. Without it, a server that is briefly away (during a restart) would break
 * the page for good: a failed import is never requested again. Until then the fallback stays. Code that stays missing
 * may belong to an earlier version, so people are told once.
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
    title: "Part of this page could not be loaded",
    description: "Trying again. If Penstock was upgraded meanwhile, reload the page.",
  });
}
