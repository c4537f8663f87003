import type { Problem } from "#core/errors.ts";
import { mostInChain } from "#core/triggers/chain.ts";
import { everyNode } from "../../bodies/every-node.ts";
import type { PipelineDefinition } from "../../definition.ts";
import { warning } from "../../problem.ts";

/** A pipeline that sends the very event that starts it, with nothing to end the cycle. */
export function checkOwnEvents(definition: PipelineDefinition): readonly Problem[] {
  const { triggers = [] } = definition;
  return everyNode(definition).flatMap(({ node: { id, type, config }, ownerId: nodeId, path }) => {
    if (type !== "action" || config.action !== "event.send") return [];
    const { name } = config;
    const starts = triggers.find(
      (trigger) => trigger.kind === "event" && trigger.name === name && trigger.match === undefined,
    );
    if (starts === undefined) return [];
    const message =
      `Node "${id}" sends ${name}, which starts this pipeline again (trigger "${starts.id}"). ` +
      `Give the trigger a match that is false in the end: after ${mostInChain} runs in a row the node fails.`;
    return [warning("CIRCLE_OF_EVENTS", message, { nodeId, path: [...path, "config", "name"] })];
  });
}
