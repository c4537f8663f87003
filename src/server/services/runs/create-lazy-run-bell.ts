import { createRunBell } from "./create-run-bell.ts";
import type { RunBell } from "./run-bell.ts";

type Listening = Parameters<typeof createRunBell>[0];

/**
 * A bell that opens its connection when somebody first listens. Whoever came before it was open is rung once when it is: what happened
 * meanwhile is in the log. When it cannot be opened, readers fall back to looking now and then, and the next one tries again.
 */
export function createLazyRunBell(open: () => Promise<Listening>, onError: (error: Error) => void): RunBell {
  let opening: Promise<RunBell> | null = null;
  return {
    subscribe(runId, ring) {
      let isOver = false;
      let end = () => {};
      opening ??= open().then(createRunBell);
      opening.then(
        (bell) => {
          if (isOver) return;
          end = bell.subscribe(runId, ring);
          ring();
        },
        (error: unknown) => {
          opening = null;
          onError(error instanceof Error ? error : new Error(String(error)));
        },
      );
      return () => {
        isOver = true;
        end();
      };
    },
  };
}
