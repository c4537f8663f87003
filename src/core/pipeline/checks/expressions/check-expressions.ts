import type { Problem } from "#core/errors.ts";
import type { ExpressionReferences } from "#core/expression/compile/compile.ts";
import type { NodeDefinition } from "../../definition.ts";
import type { AncestorTest } from "../../graph/ancestry.ts";
import type { Graph } from "../../graph/graph.ts";
import { type NodeSource, nodeSources } from "../../node-sources.ts";
import { parseSource } from "../../parse-source.ts";
import { fault, type ProblemCode, placeText, warning } from "../../problem.ts";

interface Surroundings {
  readonly nodeIds: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
  /** Null while the graph has no order: then nothing is reported about what comes before what. */
  readonly isAncestor: AncestorTest | null;
  /** Whether it is the graph of a body. */
  readonly isBody: boolean;
  /** In a body: the implicit trigger, which its author has not written. */
  readonly impliedId: string | null;
}

/** Every expression and template parses, and names only variables and upstream nodes that exist. */
export function checkExpressions(
  graph: Graph,
  isAncestor: AncestorTest | null,
  isBody: boolean,
): readonly Problem[] {
  const around = {
    nodeIds: new Set(graph.nodes.map((node) => node.id)),
    variables: graph.variables,
    isAncestor,
    isBody,
    impliedId: isBody ? (graph.nodes.find(({ type }) => type === "trigger")?.id ?? null) : null,
  };
  return graph.nodes.flatMap(({ definition }) =>
    definition === null
      ? []
      : nodeSources(definition).flatMap((source) => checkSource(definition, source, around)),
  );
}

function checkSource(node: NodeDefinition, source: NodeSource, around: Surroundings): readonly Problem[] {
  const problem = (code: ProblemCode, text: string): Problem =>
    fault(code, `Node "${node.id}": ${placeText(node, source.path)}: ${text}`, {
      nodeId: node.id,
      path: source.path,
    });
  const parsed = parseSource(source);
  if (!parsed.ok) {
    const at = parsed.position === undefined ? "" : ` (at character ${parsed.position + 1})`;
    return [problem("BAD_EXPRESSION", `${parsed.message}${at}.`)];
  }
  return [
    ...impliedReads(node, source, parsed.references, around),
    ...nodeFaults(node.id, parsed.references, around).map(([code, text]) => problem(code, text)),
    ...parsed.references.variables
      .filter((name) => !around.variables.has(name))
      .map((name) => problem("UNKNOWN_VARIABLE", unknownVariable(name))),
    ...(source.seesSecrets
      ? []
      : parsed.references.secrets.map((name) => problem("MISPLACED_SECRET", misplacedSecret(name)))),
    ...(parsed.references.usesOutput && !source.seesOutput
      ? [
          problem(
            "UNKNOWN_REFERENCE",
            "output exists only in the node's own output mapping, in its undo, and in until and carry of a loop.",
          ),
        ]
      : []),
    ...(parsed.references.usesItem && !around.isBody
      ? [problem("UNKNOWN_REFERENCE", "item exists only in the body of a node.")]
      : []),
    ...(parsed.references.usesError && source.isUndo !== true
      ? [problem("UNKNOWN_REFERENCE", "error exists only in the undo of a node.")]
      : []),
    ...(parsed.references.usesArgs && source.seesArgs !== true && !around.variables.has("args")
      ? [problem("UNKNOWN_REFERENCE", "args exists only in a tool of an agent.")]
      : []),
  ];
}

/**
 * Usually a body begins with an id that a node around it has too, and an expression that names it means the inner one.
 */
function impliedReads(
  node: NodeDefinition,
  { path }: NodeSource,
  { nodes }: ExpressionReferences,
  { impliedId }: Surroundings,
): readonly Problem[] {
  if (impliedId === null || !nodes.includes(impliedId)) return [];
  const message = `Node "${node.id}": ${placeText(node, path)}: nodes.${impliedId}.output is what this body is given, and not a node around the body, which a body does not see. Write trigger for the former; hand the latter to the body with the input of its node.`;
  return [warning("UNKNOWN_REFERENCE", message, { nodeId: node.id, path })];
}

function unknownVariable(name: string): string {
  const hint = name === "secrets" ? " A secret is written with its name: secrets.API_TOKEN." : "";
  return `there is no variable "${name}": add it to variables, or fix the name.${hint}`;
}

function misplacedSecret(name: string): string {
  return `the secret ${name} may be used only in the url, path, query, headers, body and sign of a request: anywhere else its value would be kept with the run.`;
}

function nodeFaults(
  nodeId: string,
  references: ExpressionReferences,
  { nodeIds, isAncestor }: Surroundings,
): readonly (readonly [ProblemCode, string])[] {
  return references.nodes.flatMap((id): readonly (readonly [ProblemCode, string])[] => {
    if (!nodeIds.has(id)) return [["UNKNOWN_REFERENCE", `there is no node "${id}".`]];
    if (isAncestor === null || isAncestor(id, nodeId)) return [];
    return [
      ["NOT_UPSTREAM", `node "${id}" does not come before "${nodeId}", so it may not have an output yet.`],
    ];
  });
}
