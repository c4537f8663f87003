import { formatMoney } from "#components/ui/format/money.ts";
import type { LogLine } from "../live/live-run.ts";
import { isCutOff } from "../node-look.ts";
import { stopWords } from "./stop-words.ts";

/** The details of a log line besides its type. */
export function describeLine(line: LogLine): string {
  switch (line.type) {
    case "node.started":
      return startedText(line);
    case "node.retrying":
      return retryingText(line);
    case "node.failed":
      return line.handled ? `${caughtText(line)}: ${line.error.message}` : line.error.message;
    case "node.completed":
      return completedText(line);
    case "run.failed":
    case "run.timeout":
      return line.error.message;
    case "run.cancelled":
      return line.reason;
    case "compensation.planned":
      return `${line.nodes.join(", ")}: ${line.reason}`;
    case "compensation.started":
      return `try ${line.attempt}`;
    case "compensation.failed":
      return line.retryAtMs === null
        ? line.error.message
        : `try ${line.attempt} failed: ${line.error.message}`;
    case "node.waiting":
      return line.title ?? "";
    case "node.resumed":
      return resumedText(line);
    case "node.step":
      return `${line.what === "model" ? "turn" : `call of ${line.name ?? "a tool"}`}, step ${line.step}: ${line.status}`;
    case "child.started":
    case "child.ended":
    case "node.items":
    case "node.adjusted":
      return insideText(line);
    case "compensation.completed":
    case "run.started":
    case "run.completed":
    case "node.skipped":
      return "";
  }
}

type InsideLine = Extract<
  LogLine,
  { type: "child.started" | "child.ended" | "node.items" | "node.adjusted" }
>;

/** For child runs. */
function insideText(line: InsideLine): string {
  switch (line.type) {
    case "child.started":
      return `${passText(line)}run ${line.childRunId} of ${line.pipeline}${line.version === null ? "" : ` v${line.version}`}`;
    case "child.ended":
      return `${passText(line)}run ${line.childRunId}: ${line.status}`;
    case "node.items":
      return `${line.completed + line.failed} of ${line.total} ${line.total === 1 ? "item" : "items"}, ${line.running} running${line.failed === 0 ? "" : `, ${line.failed} failed`}`;
    // As of this line.
    case "node.adjusted":
      return `at most ${line.concurrency} at the same time${line.tolerated === null ? "" : `, ${line.tolerated} may fail`}`;
  }
}

function retryingText({ attempt, error }: Extract<LogLine, { type: "node.retrying" }>): string {
  return `try ${attempt} ${isCutOff(error) ? "made no call" : "failed"}: ${error.message}`;
}

function startedText({ attempt, model, repairOf }: Extract<LogLine, { type: "node.started" }>): string {
  const words = model === undefined ? `try ${attempt}` : `try ${attempt}: ${model}`;
  return repairOf === undefined ? words : `${words}, to correct try ${repairOf}`;
}

/** Which pass of a loop, or which call of an agent's tool. */
function passText({ pass, step }: Extract<LogLine, { type: "child.started" | "child.ended" }>): string {
  if (step !== undefined) return `step ${step}, `;
  return pass === undefined ? "" : `pass ${pass}, `;
}

/** What ended a wait. A delay ends in only one way. */
function resumedText({ ending, choice }: Extract<LogLine, { type: "node.resumed" }>): string {
  if (choice !== undefined) return ending === "elapsed" ? `time over, took ${choice}` : `decided: ${choice}`;
  if (ending === "event") return "the event arrived";
  if (ending === "room") return "there is room in its budgets";
  return ending === "elapsed" ? "time over" : "";
}

/** Where a handled error continues. */
function caughtText({ branch }: Extract<LogLine, { type: "node.failed" }>): string {
  return branch === undefined ? "caught" : `caught, took ${branch}`;
}

function completedText({
  branch,
  reused,
  stop,
  totals,
}: Extract<LogLine, { type: "node.completed" }>): string {
  if (reused === true) return "reused from the run this one was forked from";
  if (branch !== undefined) return `took ${branch}`;
  const money = totals === undefined || totals.costMicros === 0 ? null : formatMoney(totals.costMicros);
  return [stopWords(stop, null), money].filter((part) => part !== null).join(", ");
}
