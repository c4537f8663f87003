import type { Problem } from "#core/errors.ts";
import { anyType, type StaticType } from "#core/expression/types/static-type.ts";
import { checkJsonLimits } from "#core/json/check-json-limits.ts";
import { definitionLimits, type JsonLimits } from "#core/json/json-limits.ts";
import { givenType } from "#core/nodes/type-of.ts";
import { plainIssue } from "#core/plain-issue.ts";
import type { PriceOverrides } from "#core/pricing/find-price.ts";
import { type EdgedBody, type EdgedGraph, edgedGraph } from "./bodies/edged-graph.ts";
import { placeInBody } from "./bodies/place-in-body.ts";
import { withTrigger } from "./bodies/with-trigger.ts";
import { checkCallLimits, checkCallUndo } from "./calls/check-calls.ts";
import { checkAgents } from "./checks/check-agents.ts";
import { checkHttp } from "./checks/check-http.ts";
import { checkSpending } from "./checks/check-models.ts";
import { checkForms, checkOutputSchemas } from "./checks/check-output-schemas.ts";
import { shapeProblems } from "./checks/check-shape.ts";
import { checkTimes } from "./checks/check-times.ts";
import { checkTools } from "./checks/check-tools.ts";
import { checkUndo } from "./checks/check-undo.ts";
import { checkUnused } from "./checks/check-unused.ts";
import { checkAbsence } from "./checks/expressions/check-absence.ts";
import { checkEscapes } from "./checks/expressions/check-escapes.ts";
import { checkExpressions } from "./checks/expressions/check-expressions.ts";
import { checkLostNames } from "./checks/expressions/check-lost-names.ts";
import { checkPatterns } from "./checks/expressions/check-patterns.ts";
import { checkSecrets } from "./checks/expressions/check-secrets.ts";
import { checkTypes } from "./checks/expressions/check-types.ts";
import { checkCycles } from "./checks/graph/check-cycles.ts";
import { checkEdgeConditions } from "./checks/graph/check-edge-conditions.ts";
import { checkEdgeEnds } from "./checks/graph/check-edge-ends.ts";
import { checkIds } from "./checks/graph/check-ids.ts";
import { checkReachable } from "./checks/graph/check-reachable.ts";
import { checkEmpty, checkSize } from "./checks/graph/check-size.ts";
import { checkNoTrigger, checkTrigger } from "./checks/graph/check-trigger.ts";
import { checkWaysOut } from "./checks/graph/check-ways-out.ts";
import { checkOwnEvents } from "./checks/triggers/check-own-events.ts";
import { checkTriggers } from "./checks/triggers/check-triggers.ts";
import { type PipelineDefinition, pipelineDefinitionSchema } from "./definition.ts";
import { ancestorTest } from "./graph/ancestry.ts";
import { fieldOf, type Graph, graphOf, graphOfRaw, listIn } from "./graph/graph.ts";
import type { NextAsEdges } from "./graph/next-edges.ts";
import { graphTypes } from "./graph-types.ts";
import { checkMarks } from "./marks/check-marks.ts";
import { fault, pathText } from "./problem.ts";

/** Nobody fixes more at once; a hostile definition must not get a long answer. */
const maxProblems = 200;

/** The caller has checked its size; the check below names what there is too much of. */
const anySize: JsonLimits = {
  ...definitionLimits,
  elements: Number.POSITIVE_INFINITY,
  characters: Number.POSITIVE_INFINITY,
};

/** What a definition may refer to outside itself. */
export interface DefinitionReferences {
  /** Keys of the workspace's agents; leave it out if they are unknown, and they are not checked. */
  readonly agentKeys?: ReadonlySet<string>;
  /** Names of the workspace's secrets; as above. */
  readonly secretNames?: ReadonlySet<string>;
  /** The workspace's own prices; if left out, those of the list apply. */
  readonly prices?: PriceOverrides;
}

export type Validation =
  | { readonly ok: true; readonly definition: PipelineDefinition; readonly warnings: readonly Problem[] }
  /** Not empty; the first two hundred. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Returns everything that is wrong with a definition, each problem with its node or edge, or the definition itself,
 * well formed. `raw` may be anything at all. A definition that passes can be compiled and run.
 */
export function validateDefinition(raw: unknown, references: DefinitionReferences = {}): Validation {
  const refusal = checkJsonLimits(raw, anySize);
  if (refusal !== null) {
    const where = pathText(refusal.path);
    const message = `${where === "" ? "The definition" : where}: ${refusal.message}.`;
    return { ok: false, problems: [fault("BAD_VALUE", message, { path: refusal.path })] };
  }
  const read = edgedGraph(raw);
  const tooMany = [...checkSize(read.raw), ...checkPatterns(read.raw)];
  if (tooMany.length > 0) return { ok: false, problems: tooMany };
  return validateEdged(read, references, "pipeline");
}

/** Problems of an edge that comes from a node's `next` are reported at that node. */
function placedAtNext(problem: Problem, places: NextAsEdges["places"]): Problem {
  const { edgeId, ...rest } = problem;
  const place = edgeId === undefined ? undefined : places.get(edgeId);
  return place === undefined ? problem : { ...rest, ...place, path: [...(place.path ?? [])] };
}

/** What is checked: a definition, or a body with everything that it sees of the definition around it. */
type Kind = "pipeline" | "body";

function validateEdged(
  read: EdgedGraph,
  references: DefinitionReferences,
  kind: Kind,
  trigger: StaticType = anyType,
): Validation {
  const placed = (problem: Problem) => placedAtNext(problem, read.places);
  const { raw } = read;
  const parsed = pipelineDefinitionSchema.safeParse(raw, { error: plainIssue });
  // The form of a body is part of that of the definition around it.
  const shape = parsed.success || kind === "body" ? [] : shapeProblems(parsed.error.issues, raw);
  const graph = parsed.success ? graphOf(parsed.data) : graphOfRaw(raw);
  const found = graphProblems(graph, references, kind, trigger);
  const given = read.bodies.length === 0 ? new Map() : givenTypes(graph, trigger);
  const inside = read.bodies.flatMap((body) => bodyProblems(raw, body, references, given));
  const faults = [
    ...(kind === "body" ? [] : checkEmpty(raw)),
    ...read.problems,
    ...shape,
    ...checkLostNames(raw),
    ...found.filter(isFault),
    ...checkTriggers(raw),
    ...checkMarks(raw),
    ...(parsed.success ? checkCallLimits(parsed.data) : []),
  ].map(placed);
  const problems = [...faults, ...inside.filter(isFault)];
  if (!parsed.success || problems.length > 0) return { ok: false, problems: problems.slice(0, maxProblems) };
  const { data: definition } = parsed;
  const warnings = [
    ...found,
    ...checkReachable(graph),
    ...checkWaysOut(graph),
    ...checkUnused(graph),
    ...checkSpending(graph, references.prices ?? {}),
    ...checkEscapes(graph),
    ...checkTimes(definition),
    ...(kind === "body" ? [] : checkUndo(definition)),
    ...checkCallUndo(definition),
    ...(kind === "body" ? [] : checkOwnEvents(definition)),
  ].map(placed);
  return { ok: true, definition, warnings: [...warnings, ...inside] };
}

/** Problems of a node's body, with their place in the graph around it. */
function bodyProblems(
  around: unknown,
  { owner, index, graph }: EdgedBody,
  references: DefinitionReferences,
  given: ReadonlyMap<string, StaticType>,
): readonly Problem[] {
  const { nodes, edges } = withTrigger(listIn(graph.raw, "nodes"), listIn(graph.raw, "edges"));
  const [variables, settings] = ["variables", "settings"].map((name) => fieldOf(around, name));
  const raw = { name: "Body", variables, settings, nodes, edges };
  const checked = validateEdged(
    { ...graph, raw },
    references,
    "body",
    given.get(String(fieldOf(owner, "id"))),
  );
  const problems = checked.ok ? checked.warnings : checked.problems;
  return problems.flatMap((problem) => placeInBody(problem, owner, index, graph.raw) ?? []);
}

/** The inputs of the child runs of a graph's nodes, as far as they are known. */
function givenTypes(graph: Graph, trigger: StaticType): ReadonlyMap<string, StaticType> {
  const { order } = checkCycles(graph);
  const isSure = order !== null && checkIds(graph).length + checkEdgeEnds(graph).length === 0;
  if (!isSure) return new Map();
  const { byNode } = graphTypes(graph, order, { trigger });
  return new Map(
    graph.nodes.flatMap(({ id, definition }) => {
      const types = byNode.get(id);
      const given = definition === null || types === undefined ? null : givenType(definition, types.inside);
      return given === null ? [] : [[id, given] as const];
    }),
  );
}

function isFault({ severity }: Problem): boolean {
  return severity === "error";
}

function graphProblems(
  graph: Graph,
  { agentKeys, secretNames }: DefinitionReferences,
  kind: Kind,
  trigger: StaticType,
): readonly Problem[] {
  // If no node can be understood, the form has already been reported.
  if (graph.nodes.length === 0) return [];
  const ends = checkEdgeEnds(graph);
  const ids = checkIds(graph);
  const cycles = checkCycles(graph);
  // What comes before what can only be decided among unique nodes and edges that join two of them.
  const order = ends.length + ids.length > 0 ? null : cycles.order;
  return [
    ...ids,
    ...ends,
    ...cycles.problems,
    ...(kind === "body" ? checkNoTrigger(graph) : checkTrigger(graph)),
    ...checkEdgeConditions(graph),
    ...checkAgents(graph, agentKeys),
    ...checkSecrets(graph, secretNames),
    ...checkOutputSchemas(graph),
    ...checkForms(graph),
    ...checkTools(graph),
    ...checkHttp(graph),
    ...checkExpressions(graph, order === null ? null : ancestorTest(order, graph.edges), kind === "body"),
    ...(order === null ? [] : [...checkTypes(graph, order, { trigger }), ...checkAbsence(graph, order)]),
  ];
}
