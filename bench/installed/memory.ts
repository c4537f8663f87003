import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Figure } from "../figure.ts";
import { withStartedInstallation } from "./installation.ts";

/** Long enough for the garbage of the start-up to be collected. */
const restMs = 10_000;

/** P11: the memory of a fresh start after its first response; memory shared by processes counts once. */
export async function measureMemory(): Promise<readonly Figure[]> {
  return withStartedInstallation(async ({ client, processes }) => {
    await client.pipelines.list.query();
    await sleep(restMs);
    const each = await Promise.all(
      (await processes()).map(async ({ name, pid }) => ({ name, megabytes: await usedBy(pid) })),
    );
    // If one process cannot be read, the sum would be too low.
    if (each.length < 3 || each.some(({ megabytes }) => megabytes === null)) return [];
    return [
      {
        work: "P11",
        what: "memory of a fresh start",
        value: each.reduce((sum, { megabytes }) => sum + (megabytes ?? 0), 0),
        unit: "MB",
        target: 600,
        detail: each.map(({ name, megabytes }) => `${name} ${(megabytes ?? 0).toFixed(0)}`).join(", "),
      },
    ];
  });
}

/** Of a process and its children; null without /proc. */
async function usedBy(pid: number): Promise<number | null> {
  try {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
    const each = await Promise.all(children.trim().split(" ").filter(Boolean).map(Number).map(usedBy));
    const own = Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) / 1_024;
    return each.reduce<number>((sum, megabytes) => sum + (megabytes ?? 0), own);
  } catch {
    return null;
  }
}
