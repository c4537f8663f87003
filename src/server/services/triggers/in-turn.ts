import { AppError } from "#core/errors.ts";

/** The maximum that waits per workspace in a process; more would only fill its memory. */
const mostWaiting = 1_000;
const comeAgainMs = 1_000;

/**
 * Does a workspace's work in this process one at a time, in order of arrival. For work that would otherwise queue in
 * the database: each waiter there holds a connection, so a workspace that sends much would use up everybody's.
 */
export class InTurn {
  private readonly lasts = new Map<string, { readonly done: Promise<void>; waiting: number }>();

  /** @throws AppError RATE_LIMITED where too many wait, and whatever the work throws. */
  async take<Result>(workspaceId: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.lasts.get(workspaceId);
    const waiting = (before?.waiting ?? 0) + 1;
    if (waiting > mostWaiting) {
      const message = "Too many events of this workspace wait to be taken: send them more slowly.";
      throw new AppError("RATE_LIMITED", message, { retryAfterMs: comeAgainMs });
    }
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const mine = { done, waiting };
    this.lasts.set(workspaceId, mine);
    try {
      await before?.done;
      return await work();
    } finally {
      resolve();
      const last = this.lasts.get(workspaceId);
      if (last === mine) this.lasts.delete(workspaceId);
      else if (last !== undefined) last.waiting -= 1;
    }
  }
}
