/** What must be undone, in the reverse of the order in which it was done; each once, even when another fails. */
export interface Cleanups {
  add(undo: () => void | Promise<void>): void;
  run(): Promise<void>;
}

export function createCleanups(): Cleanups {
  const pending: (() => void | Promise<void>)[] = [];
  return {
    add: (undo) => pending.push(undo),
    async run() {
      const faults: unknown[] = [];
      for (let undo = pending.pop(); undo !== undefined; undo = pending.pop()) {
        try {
          await undo();
        } catch (fault) {
          faults.push(fault);
        }
      }
      if (faults.length > 0)
        throw new AggregateError(
          faults,
          `Not everything could be stopped: ${faults.map(messageOf).join("; ")}`,
        );
    },
  };
}

/**
 * Does the work, then undoes what it stood on, however it ended. When both fail, the work's error is what went wrong
 * first, so it is thrown and said last; `tell` hears of the other before.
 */
export async function undoAfter<Result>(
  work: () => Promise<Result>,
  undo: () => void | Promise<void>,
  tell: (line: string) => void = (line) => console.error(line),
): Promise<Result> {
  const result = await work().catch(async (error: unknown) => {
    await undoTelling(undo, tell);
    throw error;
  });
  await undo();
  return result;
}

/** Undoes on the way out of an error that is more important than what goes wrong here. */
export async function undoTelling(
  undo: () => void | Promise<void>,
  tell: (line: string) => void,
): Promise<void> {
  try {
    await undo();
  } catch (fault) {
    tell(messageOf(fault));
  }
}

const messageOf = (fault: unknown) => (fault instanceof Error ? fault.message : String(fault));
