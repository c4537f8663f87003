import { readFile } from "node:fs/promises";
import type { Figure } from "../figure.ts";
import type { Stage, StageProcess } from "../stage.ts";

const msPerTick = 10;

/** Milliseconds of processor time that a process and its children have used so far. Null without /proc. */
async function usedMs(pid: number, withChildren: boolean): Promise<number | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may contain spaces; the times of the process and its ended children are fields 14 to 17.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const own =
      fields.slice(11, withChildren ? 15 : 13).reduce((sum, ticks) => sum + Number(ticks), 0) * msPerTick;
    if (!withChildren) return own;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
    const pids = children.trim().split(" ").filter(Boolean).map(Number);
    const each = await Promise.all(pids.map((child) => usedMs(child, true)));
    return each.reduce<number>((sum, ms) => sum + (ms ?? 0), own);
  } catch {
    return null;
  }
}

/**
 * The processor time of one `work` in all processes. Empty if a process cannot be read. Unlike wall-clock time it
 * hardly depends on the machine's load, and it limits the runs per second.
 */
export async function processorTime(
  stage: Stage,
  label: { readonly work: string; readonly times: number; readonly target?: number | undefined },
  work: () => Promise<void>,
): Promise<readonly Figure[]> {
  const read = () => Promise.all(stage.processes.map(({ pid, withChildren }) => usedMs(pid, withChildren)));
  const before = await read();
  await work();
  const after = await read();
  const each = stage.processes.flatMap(({ name }, index) => {
    const [from, to] = [before[index], after[index]];
    return from == null || to == null ? [] : [{ name, ms: (to - from) / label.times }];
  });
  // If one process cannot be read, the sum would be too low.
  if (each.length < stage.processes.length) return [];
  return [
    {
      work: label.work,
      what: "processor time per run, all processes",
      value: each.reduce((sum, { ms }) => sum + ms, 0),
      unit: "ms",
      ...(label.target === undefined ? {} : { target: label.target }),
      detail: each.map(({ name, ms }) => `${name} ${ms.toFixed(1)}`).join(", "),
    },
  ];
}

/** A process's share of one processor (above 1 with several threads), and its total. */
export interface ProcessorShare {
  readonly name: string;
  readonly share: number;
  readonly usedMs: number;
}

/** Starts measuring processes; `end` returns the result. Processes that cannot be read are left out. */
export async function watchShares(
  processes: readonly StageProcess[],
): Promise<{ end(): Promise<readonly ProcessorShare[]> }> {
  const read = () => Promise.all(processes.map(({ pid, withChildren }) => usedMs(pid, withChildren)));
  const before = await read();
  const beganMs = performance.now();
  return {
    async end() {
      const tookMs = performance.now() - beganMs;
      const after = await read();
      return processes.flatMap(({ name }, index) => {
        const [from, to] = [before[index], after[index]];
        return from == null || to == null ? [] : [{ name, share: (to - from) / tookMs, usedMs: to - from }];
      });
    },
  };
}
