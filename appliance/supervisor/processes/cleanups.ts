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
        throw new AggregateError(faults, `Not everything could be stopped: ${faults.join("; ")}`);
    },
  };
}
