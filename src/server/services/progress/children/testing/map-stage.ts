import type { Json, JsonObject } from "#core/json/json.ts";
import type { NodeOutcome, NodeTask } from "#core/run/node-task.ts";
import { chainOf } from "#server/services/testing/seed-pipeline.ts";
import { failed, handOn, noop, type setTreeStage, trigger, type Work } from "./tree-stage.ts";

type Stage = Awaited<ReturnType<typeof setTreeStage>>;
export type MapNode = Parameters<typeof chainOf>[1][number];

/** What each item runs, unless a test says otherwise. */
export const act = noop("act") as unknown as JsonObject;

/** A node that works through `input.list`, with this config. */
export function map(config: JsonObject = {}, more: JsonObject = {}): MapNode {
  const inside = config.pipeline === undefined && config.body === undefined ? { body: { nodes: [act] } } : {};
  return {
    id: "each",
    type: "map",
    name: "Each",
    config: { items: "input.list", ...inside, ...config },
    ...more,
  } as unknown as MapNode;
}

export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Items of these numbers fail. */
export const failing =
  (...bad: readonly Json[]) =>
  (task: NodeTask): NodeOutcome =>
    task.node.id === "act" && bad.includes(task.scope.input)
      ? failed(`no ${task.scope.input}`)
      : handOn(task);

/** Pipelines with maps, each with its own name. */
export function mapsOn(stage: Stage) {
  const publish = (nodes: readonly MapNode[]) =>
    stage.publish(`m-${Math.random().toString(36).slice(2, 9)}`, chainOf("Maps", [trigger, ...nodes]));
  return {
    publish,
    async play(node: MapNode, list: Json, work: Work = handOn) {
      const runId = await stage.start(await publish([node]), { list });
      await stage.work(work);
      return { runId, run: await stage.runOf(runId) };
    },
  };
}
