import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type AgentStep = RouterOutputs["runs"]["listSteps"]["steps"][number];

type Tone = "plain" | "accent" | "waiting" | "failed" | "completed";

/** How a turn or a call stands, in a word, and how that is coloured. */
export function stepLook({ kind, status, isError }: Pick<AgentStep, "kind" | "status" | "isError">): {
  readonly word: string;
  readonly tone: Tone;
} {
  switch (status) {
    case "planned":
      return { word: "not made yet", tone: "plain" };
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
  }
}
