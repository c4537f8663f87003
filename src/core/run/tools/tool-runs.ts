import { errorCodes } from "#core/error-codes.ts";
import type { ErrorInfo } from "#core/errors.ts";
import type { PipelineToolConfig } from "#core/nodes/tools/agent-tools.ts";
import {
  type AgentStep,
  exchangesOf,
  type TalkingNode,
  type ToolAnswer,
  type ToolStep,
} from "../agent/agent-steps.ts";
import type { CallNews } from "../agent/ended-turn.ts";
import { undecidedCalls } from "../asking/questions.ts";
import type { ChildEnd } from "../happening.ts";
import { childFailed } from "../node-faults.ts";
import { faultsForPeople, shownText, valueText, withNote } from "./tool-text.ts";

/** A call of a tool that is a pipeline. */
export interface RunCall {
  readonly step: ToolStep;
  readonly config: PipelineToolConfig;
}

/** The tool of this name, if it is a pipeline; else null. */
export function pipelineTool({ agent }: TalkingNode, name: string): PipelineToolConfig | null {
  const config = agent.talk.tools.find((tool) => tool.config.name === name)?.config;
  return config?.kind === "pipeline" ? config : null;
}

/** The calls of the latest turn whose runs may be started; none while people must still decide on any. */
export function callsToRun(node: TalkingNode, steps: readonly AgentStep[]): readonly RunCall[] {
  if (undecidedCalls(node, steps).length > 0) return [];
  return runCalls(node, steps).filter(({ step }) => step.status === "planned");
}

/** All calls of the latest turn whose tools are pipelines. */
export function runCalls(node: TalkingNode, steps: readonly AgentStep[]): readonly RunCall[] {
  const calls = exchangesOf(steps).at(-1)?.calls ?? [];
  return calls.flatMap((step) => {
    const config = pipelineTool(node, step.name);
    return config === null ? [] : [{ step, config }];
  });
}

/** The result of a call whose run has ended: the output, or why the run failed. */
export function newsOfRun({ step }: RunCall, end: ChildEnd): CallNews {
  const answer = answerOf(step, end);
  const status = answer.isError ? "failed" : "completed";
  return { seq: step.seq, status, answer: withNote(answer, step) };
}

function answerOf({ effect }: ToolStep, { status, output, isCut, error }: ChildEnd): ToolAnswer {
  if (status === "completed" && !isCut) return { text: shownText(valueText(output)), isError: false };
  const acted = effect === "write" ? " What it had done until then may stand." : "";
  return { text: shownText(`${reasonOf(status, error)}${acted}`), isError: true };
}

function reasonOf(status: ChildEnd["status"], error: ErrorInfo | null): string {
  const why = error === null ? "" : ` ${sentence(error.message)}`;
  switch (status) {
    case "completed":
      return "The pipeline put out more than the output of a run can hold.";
    case "failed":
      return `The pipeline failed.${why}`;
    case "timeout":
      return `The pipeline took too long.${why}`;
    case "cancelled":
      return `The run of the pipeline was cancelled.${why}`;
  }
}

/** A person's reason for stopping a run may end without a full stop, and more text follows it. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** What the model is told about a call whose run could not be started. */
export function newsOfUnstarted({ step }: RunCall, { message }: ErrorInfo): CallNews {
  const answer = { text: `The pipeline was not run: ${message}`, isError: true };
  return { seq: step.seq, status: "failed", answer: withNote(answer, step) };
}

/** A call whose run is not in the database: nothing will come of it. */
export function newsOfMissing({ step }: RunCall): CallNews {
  return { seq: step.seq, status: "failed", answer: { text: "Its run is no longer there.", isError: true } };
}

/** The error of an agent if the run of its tool failed in a way that only a person can fix; null otherwise. */
export function faultOfRun(node: TalkingNode, end: ChildEnd): ErrorInfo | null {
  if (end.status === "completed" || end.error === null) return null;
  const { code, details } = end.error;
  const cause = errorCodes.find((one) => one === details?.cause) ?? code;
  return faultsForPeople.has(cause) ? { ...childFailed(node, end), retryable: false } : null;
}
