import { watch } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../bootstrap/paths.mjs";

/** The sources of the worker. Next itself watches the pages under src/app. */
const folders = ["inngest", "src/core", "src/engine", "src/providers", "src/server"];
const settleMs = 300;

/** Calls back once a burst of changes to the worker's sources is over; returns how to stop. */
export function watchWorkerSources(onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers = folders.map((folder) =>
    watch(join(repositoryRoot, folder), { recursive: true }, (_event, file) => {
      if (file === null || !file.endsWith(".ts") || file.endsWith(".test.ts")) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, settleMs);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
