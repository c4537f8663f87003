const firstWaitMs = 500;
const longestWaitMs = 8_000;

/**
 * Loads code until it is there. A server that is away for a moment, as when it is started again, would otherwise take
 * the whole page with it: what once failed to load is never asked for again. Until then whatever stands in its place
 * stays.
 */
export async function loadPatiently<Module>(load: () => Promise<Module>): Promise<Module> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
