/** What must be undone, in reverse order; each once, even if another fails. */
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
 * Does the work, then cleans up, however it ended. If both fail, the work's error came first, so it is thrown and
 * reported last; `tell` gets the other before.
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

/** Cleans up after an error that is more important than anything that goes wrong here. */
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
