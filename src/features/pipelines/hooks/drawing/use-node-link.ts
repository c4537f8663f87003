"use client";

import { type RefObject, useCallback, useEffect, useMemo, useState } from "react";
import type { DefinitionOutline, OutlinePart } from "#core/definition-text/outline-definition.ts";
import { type GraphPlace, graphWithin, type Within } from "#core/gestures/in-body.ts";
import type { Json } from "#core/json/json.ts";
import { type Chosen, nothingChosen } from "#features/graph/index.ts";
import type { CodeEditorHandle } from "../../editor/code-editor.tsx";

interface Standing {
  readonly within: Within;
  readonly chosen: Chosen;
}

const atTop: Standing = { within: [], chosen: nothingChosen };

/** Links the drawing to the text: a node to its lines and a line to its node, in whichever body they are. */
export function useNodeLink(
  editor: RefObject<CodeEditorHandle | null>,
  { outline, value }: { readonly outline: DefinitionOutline; readonly value: Json | null },
) {
  const [standing, setStanding] = useState(atTop);
  const graph = useMemo((): GraphPlace => graphWithin(value, standing.within), [value, standing.within]);
  const within = useMemo(
    () => (value === null ? standing.within : graph.owners.map(({ id }) => id)),
    [value, graph, standing.within],
  );
  // The open body no longer exists.
  const chosen = within.length < standing.within.length ? nothingChosen : standing.chosen;
  const stand = useCallback(
    (next: Chosen, there: Within) => setStanding({ within: there, chosen: next }),
    [],
  );
  const goTo = useCallback(
    (next: Chosen, there: Within) => {
      const part = partOf(outline, there, next.nodeIds.at(-1));
      stand(next, there);
      if (part !== undefined) editor.current?.show(part.firstLine);
    },
    [editor, outline, stand],
  );
  const choose = useCallback((next: Chosen) => goTo(next, within), [goTo, within]);
  const followLine = useCallback(
    (line: number) => {
      // The nodes of a body come after the node that contains it.
      const node = outline.nodes.findLast(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine);
      const next =
        node === undefined
          ? { chosen: nothingChosen }
          : { within: node.within, chosen: { nodeIds: [node.id], edgeIds: [] } };
      setStanding((last) => keptStanding(last, { ...last, ...next }));
    },
    [outline],
  );
  const [onlyId = null] = chosen.nodeIds.length === 1 ? chosen.nodeIds : [];
  // Lines shift while somebody types above them.
  useEffect(() => {
    editor.current?.mark(partOf(outline, within, onlyId) ?? null);
  }, [editor, outline, within, onlyId]);
  return { chosen, onlyId, within, graph, choose, goTo, stand, followLine };
}

/** Moving the cursor within a node keeps the selection. */
function keptStanding(last: Standing, next: Standing): Standing {
  return JSON.stringify(last) === JSON.stringify(next) ? last : next;
}

function partOf(
  { nodes }: DefinitionOutline,
  within: Within,
  nodeId: string | null | undefined,
): OutlinePart | undefined {
  return nodes.find((part) => part.id === nodeId && part.within.join("\n") === within.join("\n"));
}
