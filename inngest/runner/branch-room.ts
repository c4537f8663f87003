import type { WorkspaceId } from "#core/ids.ts";
import type { RoomBeside } from "#server/services/progress/attempt/follow-successor.ts";

/**
 * The most node runs of one workspace that this process works on besides those that have a job of their own: no
 * workspace takes all workers.
 */
const maxOfWorkspace = 50;

/** Room that a step has taken for the branches that may follow it. */
export interface StepRoom extends RoomBeside {
  /** Gives back all but this many; those are given back with `release`, each when it has ended. */
  keep(count: number): void;
}

/** Counts the branches of fans that are run along with the step that led to them, instead of as jobs. */
export class BranchRoom {
  readonly #taken = new Map<WorkspaceId, number>();

  open(workspaceId: WorkspaceId): StepRoom {
    let held = 0;
    return {
      reserve: (wanted) => {
        const more = Math.min(wanted - held, maxOfWorkspace - this.#of(workspaceId));
        if (more > 0) {
          this.#add(workspaceId, more);
          held += more;
        }
        return Math.min(wanted, held);
      },
      keep: (count) => {
        this.#add(workspaceId, count - held);
        held = count;
      },
    };
  }

  release(workspaceId: WorkspaceId): void {
    this.#add(workspaceId, -1);
  }

  #of(workspaceId: WorkspaceId): number {
    return this.#taken.get(workspaceId) ?? 0;
  }

  #add(workspaceId: WorkspaceId, count: number): void {
    const taken = this.#of(workspaceId) + count;
    if (taken === 0) this.#taken.delete(workspaceId);
    else this.#taken.set(workspaceId, taken);
  }
}
