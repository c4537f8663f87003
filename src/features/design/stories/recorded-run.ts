import type { NewRunEvent, RunEvent } from "#core/events/run-event.ts";
import { briefText, obligationsText, risksText } from "./recorded-texts.ts";

const startMs = Date.UTC(2026, 10, 20, 9, 30);

/** An event and its time after the start of the run. */
type Moment = readonly [afterMs: number, event: NewRunEvent];

const at = (nodeId: string) => ({ nodeId });

const overloaded = {
  code: "PROVIDER_OVERLOADED",
  message: "The sandbox answered 529, overloaded, as rehearsed. The node is tried again by itself.",
  retryable: true,
  details: { status: 529, requestId: "req_sandbox_01J9" },
} as const;

const moments: readonly Moment[] = [
  [0, { type: "run.started" }],
  [4, { type: "node.completed", ...at("start"), output: "The licence …" }],
  [60, { type: "node.started", ...at("obligations"), attempt: 1 }],
  [72, { type: "node.started", ...at("risks"), attempt: 1 }],
  ...spoken("obligations", 1, obligationsText, 300, 4_300),
  ...spoken("risks", 1, risksText.slice(0, 90), 320, 900),
  [950, { type: "node.retrying", ...at("risks"), attempt: 1, error: overloaded, retryAtMs: startMs + 2_150 }],
  [2_170, { type: "node.started", ...at("risks"), attempt: 2 }],
  ...spoken("risks", 2, risksText, 2_400, 5_100),
  [
    4_380,
    {
      type: "node.completed",
      ...at("obligations"),
      output: obligationsText,
      totals: totals(2_410, 212, 3_470),
    },
  ],
  [5_190, { type: "node.completed", ...at("risks"), output: risksText, totals: totals(4_820, 268, 6_160) }],
  [5_196, { type: "node.completed", ...at("enough"), output: null, branch: "true" }],
  [5_197, { type: "node.skipped", ...at("excuse") }],
  [5_260, { type: "node.started", ...at("brief"), attempt: 1 }],
  ...spoken("brief", 1, briefText, 5_500, 8_900),
  [8_960, { type: "node.completed", ...at("brief"), output: briefText, totals: totals(590, 180, 1_490) }],
  [8_990, { type: "node.started", ...at("save"), attempt: 1 }],
  [
    9_020,
    { type: "node.completed", ...at("save"), output: { artifact: "brief.md", bytes: briefText.length } },
  ],
  [9_030, { type: "run.completed", totals: totals(7_820, 660, 11_120) }],
];

/** A text in pieces of a few characters, spread evenly over a period. */
function spoken(
  nodeId: string,
  attempt: number,
  text: string,
  fromMs: number,
  toMs: number,
): readonly Moment[] {
  const pieces = text.match(/[\s\S]{1,5}/g) ?? [];
  return pieces.map((piece, index) => [
    fromMs + ((toMs - fromMs) * index) / pieces.length,
    { type: "node.delta", ...at(nodeId), attempt, text: piece },
  ]);
}

function totals(inputTokens: number, outputTokens: number, costMicros: number) {
  return { inputTokens, outputTokens, costMicros, sandbox: true };
}

/** The log of a whole run that starts at `beginMs`. */
export function recordedLog(beginMs: number): readonly RunEvent[] {
  return moments
    .toSorted(([left], [right]) => left - right)
    .map(([afterMs, event], index) => ({
      ...("retryAtMs" in event && event.retryAtMs !== null
        ? { ...event, retryAtMs: event.retryAtMs - startMs + beginMs }
        : event),
      seq: index + 1,
      atMs: Math.round(beginMs + afterMs),
    }));
}
