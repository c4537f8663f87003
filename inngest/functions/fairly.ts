import type { EngineKind } from "#server/services/progress/engine-context.ts";

/**
 * What keeps one workspace from making the others wait. The embedded engine lets workspaces take turns; the order in
 * which an Inngest server hands out what waits is its own, so there each workspace may have this many runs of a
 * function working at a time, and leaves the other places free.
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
