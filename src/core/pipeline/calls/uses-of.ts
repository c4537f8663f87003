import { pipelinesOf } from "#core/nodes/type-of.ts";
import { everyNode } from "../bodies/every-node.ts";
import type { PipelineDefinition } from "../definition.ts";

/** How a definition uses a pipeline. */
export interface PipelineUse {
  /**
   * Names of the nodes that call its published version, each after the names of the nodes whose bodies contain it; an
   * agent's tool by its own name after that of its node.
   */
  readonly callers: readonly string[];
  /** The same for nodes that name a version of it: they do not depend on the next one. */
  readonly pinnedCallers: readonly string[];
  /** Whether the end of its runs triggers one. */
  readonly startsAfter: boolean;
}

/** How a definition uses the pipeline with this name, in any of its nodes and bodies; null if it does not. */
export function usesOf(
  definition: Pick<PipelineDefinition, "nodes" | "triggers">,
  { id, slug }: { readonly id: string; readonly slug: string },
): PipelineUse | null {
  const isIt = (name: string) => name === id || name === slug;
  const calls = everyNode(definition).flatMap(({ node, within }) =>
    pipelinesOf(node).flatMap(({ call, tool }) => {
      if (!isIt(call.pipeline)) return [];
      const name = [...within, node.name, ...(tool === undefined ? [] : [tool])].join(" › ");
      return [{ name, isPinned: call.version !== null }];
    }),
  );
  const startsAfter = (definition.triggers ?? []).some((one) => one.kind === "run" && isIt(one.pipeline));
  if (calls.length === 0 && !startsAfter) return null;
  const named = (isPinned: boolean) =>
    calls.filter((one) => one.isPinned === isPinned).map(({ name }) => name);
  return { callers: named(false), pinnedCallers: named(true), startsAfter };
}
