import type { WorkspaceId } from "#core/ids.ts";

/** How long pieces are collected after the first: short enough to read along, long enough to share a commit. */
const beatMs = 60;

/**
 * When the streams of this process write what they have collected: all streams of a workspace at the same moment, so
 * that their pieces share a transaction, and their readers share a query of the log.
 */
export class TextBeats {
  readonly #waiting = new Map<WorkspaceId, Set<() => void>>();

  /** Calls `send` at the workspace's next beat, which comes within `beatMs`. */
  next(workspaceId: WorkspaceId, send: () => void): void {
    const waiting = this.#waiting.get(workspaceId);
    if (waiting !== undefined) {
      waiting.add(send);
      return;
    }
    this.#waiting.set(workspaceId, new Set([send]));
    setTimeout(() => this.#beat(workspaceId), beatMs);
  }

  #beat(workspaceId: WorkspaceId): void {
    const waiting = this.#waiting.get(workspaceId) ?? [];
    this.#waiting.delete(workspaceId);
    for (const send of waiting) send();
  }
}
