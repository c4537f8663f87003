import type { EngineKind } from "#server/services/progress/engine-context.ts";

/**
 * Keeps one workspace from making the others wait. The embedded engine lets workspaces take turns. An Inngest server
 * hands out waiting runs in an order of its own, so there each workspace may have only this many runs of a function at
 * the same time, and leaves the other places free.
 */
export function fairly(
  engine: EngineKind,
  limit: number,
): { concurrency?: [{ limit: number; key: string }] } {
  switch (engine) {
    case "embedded":
      return {};
    case "inngest":
      return { concurrency: [{ limit, key: "event.data.workspaceId" }] };
  }
}
