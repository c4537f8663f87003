import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type AgentStep = RouterOutputs["runs"]["listSteps"]["steps"][number];

type Tone = "plain" | "accent" | "waiting" | "failed" | "completed";

interface Look {
  readonly word: string;
  readonly tone: Tone;
}

/**
 * How a turn or a call stands, in a word, and how that is coloured. While its agent asks people about a call, none is
 * out (`isAsking`).
 */
export function stepLook(
  {
    kind,
    status,
    effect,
    isError,
    decision,
  }: Pick<AgentStep, "kind" | "status" | "effect" | "isError" | "decision">,
  isAsking: boolean,
): Look {
  switch (status) {
    case "planned":
      return plannedLook({ effect, decision }, isAsking);
    case "running":
      return { word: kind === "model" ? "thinking" : "calling", tone: "accent" };
    case "completed":
      if (isError) return { word: "error", tone: "failed" };
      return { word: kind === "model" ? "said" : "answered", tone: "completed" };
    case "failed":
      return { word: decision === "rejected" ? "rejected" : "failed", tone: "failed" };
    case "lost":
      return { word: "lost", tone: "waiting" };
    case "unknown":
      return { word: "effect not known", tone: "waiting" };
    case "dropped":
      // One that acts is noted before it is made; one that reads may have been out.
      return { word: effect === "write" ? "not made" : "no answer", tone: "plain" };
  }
}

function plannedLook(step: Pick<AgentStep, "effect" | "decision">, isAsking: boolean): Look {
  if (step.decision === "asked") return { word: "waits for a decision", tone: "waiting" };
  // Only one that acts is noted before it leaves.
  const isOut = step.effect === "read" && !isAsking;
  return isOut ? { word: "calling", tone: "accent" } : { word: "not made yet", tone: "plain" };
}

/** Whether people are asked about one of these calls now. */
export function asksAbout(steps: readonly Pick<AgentStep, "status" | "decision">[]): boolean {
  return steps.some(({ status, decision }) => status === "planned" && decision === "asked");
}

/** Who decided that a call may be made, or may not; null where nobody was asked, or has decided. */
export function decisionWords({
  decision,
  decidedBy,
}: Pick<AgentStep, "decision" | "decidedBy">): string | null {
  switch (decision) {
    case null:
    case "asked":
      return null;
    case "approved":
      return `approved by ${decidedBy ?? "somebody"}`;
    case "rejected":
      return decidedBy === null ? "nobody decided in time" : `rejected by ${decidedBy}`;
  }
}
