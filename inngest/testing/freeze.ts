import type { StageDatabase } from "./set-stage.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** Stops a worker where it stands, in a moment when it holds no lock that others would wait for. */
export async function freeze(worker: WorkerProcess, { asOwner }: StageDatabase): Promise<void> {
  for (;;) {
    worker.signal("SIGSTOP");
    const open = await asOwner(
      "select from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
    );
    if (open.length === 0) return;
    worker.signal("SIGCONT");
  }
}
