import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type AgentStep = RouterOutputs["runs"]["listSteps"]["steps"][number];

type Tone = "plain" | "accent" | "waiting" | "failed" | "completed";

interface Look {
  readonly word: string;
  readonly tone: Tone;
}

/**
 * The status of a turn or a call, as a word and a colour. While its agent asks people about a call, no call is in
 * flight (`isAsking`).
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
      // A write is recorded before it is made; a read may have been in flight.
      return { word: effect === "write" ? "not made" : "no answer", tone: "plain" };
  }
}

function plannedLook(step: Pick<AgentStep, "effect" | "decision">, isAsking: boolean): Look {
  if (step.decision === "asked") return { word: "waits for a decision", tone: "waiting" };
  // Only a write is recorded before it leaves.
  const isOut = step.effect === "read" && !isAsking;
  return isOut ? { word: "calling", tone: "accent" } : { word: "not made yet", tone: "plain" };
}

/** Whether people are being asked about one of these calls. */
export function asksAbout(steps: readonly Pick<AgentStep, "status" | "decision">[]): boolean {
  return steps.some(({ status, decision }) => status === "planned" && decision === "asked");
}

/** Who decided about a call; null if nobody was asked, or nobody has decided. */
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
