import { isJsonObject } from "#core/json/is-json-object.ts";
import type { JsonObject } from "#core/json/json.ts";
import { cutText } from "#core/json/normalize-text.ts";
import type { PlanApproval } from "#core/pipeline/plan/plan.ts";
import type { CallQuestion, WaitAnswer } from "#core/waits/words.ts";
import {
  type AgentStep,
  type CallDecision,
  exchangesOf,
  type TalkingNode,
  type ToolAnswer,
  type ToolStep,
} from "../agent/agent-steps.ts";

/** The choices offered for a decision on a call. */
const callChoices = ["approve", "reject"] as const;

/** How much of a tool's arguments is shown; the model and the tool have all of it. */
const shownCharacters = 60_000;

/** The calls of the latest turn that people must decide on first, in order. */
export function undecidedCalls({ agent }: TalkingNode, steps: readonly AgentStep[]): readonly ToolStep[] {
  const calls = exchangesOf(steps).at(-1)?.calls ?? [];
  const asking = new Set(
    agent.talk.tools.filter(({ asksPeople }) => asksPeople).map(({ config }) => config.name),
  );
  return calls.filter(
    ({ name, status, decision }) => asking.has(name) && status === "planned" && decision === null,
  );
}

/** What people are asked about a call. Titles are stored outside the run's data, so this one contains no arguments. */
export function callQuestionOf(node: TalkingNode, call: ToolStep, nowMs: number): CallQuestion {
  const { approval, tools } = node.agent.talk;
  const { deciders, noSelfApproval, deadlineMs } = approval;
  const described = tools.find(({ config }) => config.name === call.name)?.config.description ?? "";
  return {
    untilMs: deadlineMs === null ? null : nowMs + deadlineMs,
    entry: {
      kind: "approval",
      title: `May ${node.definition.name} call ${call.name}?`,
      show: shownOf(call, described),
      form: noteForm,
      choices: callChoices,
      deciders,
      quorum: 1,
      noSelfApproval,
      call: { step: call.seq, requestHash: call.requestHash },
    },
  };
}

const noteForm: JsonObject = {
  // Left out if the person has nothing to say.
  type: ["object", "null"],
  properties: { note: { type: "string", title: "Note for the agent", maxLength: 2_000 } },
  additionalProperties: false,
};

function shownOf({ name, effect, input }: ToolStep, described: string): string {
  const acts = effect === "write" ? "It acts on the world." : "It only looks.";
  const json = JSON.stringify(input, null, 2);
  const isCut = json.length > shownCharacters;
  const given = isCut ? cutText(json, shownCharacters) : json;
  // Keeps a model's text inside its block, whatever backticks it contains.
  const fence = "`".repeat(Math.max(3, longestMark(given) + 1));
  const rest = isCut ? "\n\n(It continues: the rest is left out here.)" : "";
  return `**${name}**: ${inline(described)} ${acts}\n\n${fence}json\n${given}\n${fence}${rest}`;
}

function longestMark(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([mark]) => mark.length));
}

function inline(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** What a decision about a call means, and what the model is told. */
export type CallVerdict =
  | { readonly kind: "approved" }
  | { readonly kind: "rejected"; readonly answer: ToolAnswer }
  /** Nobody decided in time, so the agent fails. */
  | { readonly kind: "fatal"; readonly answer: ToolAnswer };

export function callVerdictOf({ onTimeout }: PlanApproval, answer: WaitAnswer): CallVerdict {
  if (answer.kind !== "decided") {
    const told = notMade("Nobody decided on this call in time: it was not made.");
    return { kind: onTimeout === "fail" ? "fatal" : "rejected", answer: told };
  }
  const [approve] = callChoices;
  if (answer.choice === approve) return { kind: "approved" };
  const note = isJsonObject(answer.form) && typeof answer.form.note === "string" ? answer.form.note : "";
  const said = note.trim() === "" ? "" : ` They say: ${note}`;
  return { kind: "rejected", answer: notMade(`People have rejected this call: it was not made.${said}`) };
}

/** How a verdict is recorded. */
export function decisionOf({ kind }: CallVerdict): CallDecision {
  return kind === "approved" ? "approved" : "rejected";
}

function notMade(text: string): ToolAnswer {
  return { text, isError: true };
}
