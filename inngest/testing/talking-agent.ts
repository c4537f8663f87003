import type { RunId, WaitId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { trigger } from "./pipelines.ts";
import type { Stage, StageDatabase } from "./set-stage.ts";
import { until } from "./until.ts";

/** A turn or a call, as it stands in the book. */
export interface StepRow {
  readonly seq: number;
  readonly attempt: number;
  readonly kind: "model" | "tool";
  readonly status: string;
  readonly tool: string | null;
  readonly callId: string | null;
  readonly output: JsonObject | null;
  readonly tokens: number;
  readonly cost: number | null;
}

export function readSteps(database: StageDatabase, runId: RunId): Promise<readonly StepRow[]> {
  return database.asOwner<StepRow>(
    `select seq, attempt, kind, status, tool, call_id as "callId", output, (input_tokens + output_tokens)::int as tokens,
            cost_micros::float8 as cost
       from node_steps where run_id = $1 order by seq`,
    [runId],
  );
}

/** A line of the script of an agent: in this turn it calls this tool. */
export function callLine(turn: number, name: "look" | "act", path: string): string {
  return `@${turn} ${name} ${JSON.stringify({ path })}`;
}

/**
 * An agent whose turns the sandbox plays as the script says, with a tool that looks at `url` and one that acts on it.
 */
export function talkingAgent(
  url: string,
  script: readonly string[],
  config: JsonObject = {},
): PipelineDefinitionInput {
  const tool = (name: string, method: "GET" | "POST", effect: "read" | "write") => ({
    kind: "http",
    name,
    description: `Calls ${name}.`,
    effect,
    input: { type: "object", properties: { path: { type: "string" } }, required: ["path"] },
    method,
    url: `${url}/${name}/{{ args.path }}`,
  });
  const task = ["Go through this:", ...script, "Then say what you know about {{ input }}."].join("\n");
  const node = {
    id: "talk",
    type: "agent",
    name: "Talk",
    config: {
      model: "sandbox/echo?pace=0",
      task,
      tools: [tool("look", "GET", "read"), tool("act", "POST", "write")],
      ...config,
    },
  } as unknown as PipelineDefinitionInput["nodes"][number];
  return chainOf("Talk", [trigger, node]);
}

/** What a run asks people, once it does; another one than `before`. */
export async function questionOn(
  { database }: Stage,
  runId: RunId,
  before: WaitId | null = null,
): Promise<WaitId> {
  const open = () =>
    database.asOwner<{ id: WaitId }>(
      "select id from waits where run_id = $1 and kind = 'approval' and ending is null and id is distinct from $2::uuid",
      [runId, before],
    );
  const [wait] = await until(open, ({ length }) => length === 1);
  if (wait === undefined) throw new Error(`Run ${runId} asks nothing`);
  return wait.id;
}
