"use client";

import { useMemo } from "react";
import type { LocatedProblem } from "#core/definition-text/locate-problem.ts";
import { asSeenInside } from "#core/gestures/in-body.ts";
import { problemsWithin } from "#core/gestures/problems-within.ts";
import { nodeNameOf } from "#core/gestures/ways.ts";
import { keepsFromRunning } from "#core/pipeline/calls/call-problem.ts";
import type { CheckedText } from "../../model/draft/check-text.ts";
import { nodesEverywhere } from "../../model/drawable.ts";
import { type KnownNames, namesInBody } from "../../model/known-names.ts";
import type { Pipeline } from "../../model/pipeline-outputs.ts";
import { useInnerValues } from "../try/use-inner-values.ts";
import type { LastRun } from "../try/use-last-values.ts";
import { useDrawable } from "./use-drawable.ts";
import type { useEditing } from "./use-editing.ts";
import { useFoldedGroups } from "./use-folded-groups.ts";
import { useNodeOnArrival } from "./use-node-on-arrival.ts";

interface DrawnGraphOf {
  readonly pipeline: Pipeline;
  readonly checked: CheckedText;
  readonly editing: ReturnType<typeof useEditing>;
  readonly names: KnownNames;
  readonly last: LastRun;
}

/** The displayed graph, of the pipeline or of a body, with everything known about its nodes. */
export function useDrawnGraph({ pipeline, checked, editing, names, last }: DrawnGraphOf) {
  const { value, problems: all, definition } = checked;
  const { within, graph } = editing;
  const title = definition?.name ?? pipeline.name;
  const problems = useMemo(() => problemsWithin(value, within, all), [value, within, all]);
  const owners = useMemo(
    () => graph.owners.map((node) => ({ id: node.id, name: nodeNameOf(node) })),
    [graph],
  );
  const inner = useMemo(() => nodesEverywhere(value), [value]);
  const lastHere = useInnerValues(last, within);
  useNodeOnArrival(inner, editing.goToNodes);
  return {
    drawable: useDrawable({ value, within, graph }, pipeline.draftText),
    faulty: useFaulty(problems),
    marks: lastHere.marks,
    place: {
      ...useMemo(() => ({ place: { title, owners }, inner }), [title, owners, inner]),
      ...useFoldedGroups(pipeline.id),
    },
    /** The context of a node's form. */
    form: {
      value: value === null ? null : graph.value,
      pipelineId: pipeline.id,
      seen: useMemo(() => (value === null ? null : asSeenInside(value, graph)), [value, graph]),
      problems,
      names: useMemo(
        () => (within.length === 0 ? names : namesInBody(names, graph.value)),
        [names, within, graph],
      ),
      last: lastHere,
      within: useMemo(() => owners.map(({ name }) => name), [owners]),
      onOpenBody: (id: string) => editing.goToNodes([], [...within, id]),
    },
  };
}

/** The nodes with errors. The object changes only with its content, so nothing is rendered without need. */
function useFaulty(problems: readonly LocatedProblem[]): ReadonlySet<string> {
  const ids = problems.flatMap((problem) =>
    problem.nodeId !== undefined && keepsFromRunning(problem) ? [problem.nodeId] : [],
  );
  const key = JSON.stringify(ids);
  return useMemo(() => new Set(JSON.parse(key) as readonly string[]), [key]);
}
