import type { WaitConfig } from "#core/nodes/wait/config.ts";
import type { WaitAnswer } from "#core/waits/words.ts";
import type { AttemptEnding } from "./arbitrary-run.ts";

/** What ends a wait of a kind whose node is to end so. */
export function answerOf(kind: WaitConfig["for"] | undefined, ending: AttemptEnding): WaitAnswer {
  if (ending === "lost" || ending === "stopped") return { kind: "elapsed" };
  if (kind === "event") return { kind: "event", id: "one", name: "done", data: { ending }, sentAtMs: 7 };
  if (kind !== "approval") return { kind: "elapsed" };
  const choice = ending === "completed" ? "approve" : "reject";
  return { kind: "decided", choice, form: null, by: [{ userId: "u", address: "ana@example.org" }], atMs: 7 };
}
