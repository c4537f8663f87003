import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type AgentStep = RouterOutputs["runs"]["listSteps"]["steps"][number];

type Tone = "plain" | "accent" | "waiting" | "failed" | "completed";

/** How a turn or a call stands, in a word, and how that is coloured. */
export function stepLook({
  kind,
  status,
  effect,
  isError,
}: Pick<AgentStep, "kind" | "status" | "effect" | "isError">): {
  readonly word: string;
  readonly tone: Tone;
} {
  switch (status) {
    case "planned":
      // Only one that acts is noted before it leaves.
      return effect === "write"
        ? { word: "not made yet", tone: "plain" }
        : { word: "calling", tone: "accent" };
    case "running":
      return { word: kind === "model" ? "thinking" : "calling", tone: "accent" };
    case "completed":
      return { word: kind === "model" ? "said" : isError ? "error" : "answered", tone: "completed" };
    case "failed":
      return { word: "failed", tone: "failed" };
    case "lost":
      return { word: "lost", tone: "waiting" };
    case "unknown":
      return { word: "effect not known", tone: "waiting" };
    case "dropped":
      // One that acts is noted before it is made; one that reads may have been out.
      return { word: effect === "write" ? "not made" : "no answer", tone: "plain" };
  }
}
