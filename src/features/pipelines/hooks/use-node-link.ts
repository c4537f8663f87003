"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";
import type { DefinitionOutline } from "#core/definition-text/outline-definition.ts";
import { type Chosen, nothingChosen } from "#features/graph/index.ts";
import type { CodeEditorHandle } from "../editor/code-editor.tsx";

/** Ties the drawing to the text: a node leads to its lines, a line to its node. */
export function useNodeLink(editor: RefObject<CodeEditorHandle | null>, outline: DefinitionOutline) {
  const [chosen, setChosen] = useState<Chosen>(nothingChosen);
  const choose = useCallback(
    (next: Chosen) => {
      const part = outline.nodes.find(({ id }) => id === next.nodeIds.at(-1));
      setChosen(next);
      if (part !== undefined) editor.current?.show(part.firstLine);
    },
    [editor, outline],
  );
  const followLine = useCallback(
    (line: number) => {
      const isAt = ({ firstLine, lastLine }: { readonly firstLine: number; readonly lastLine: number }) =>
        firstLine <= line && line <= lastLine;
      const node = outline.nodes.find(isAt);
      setChosen(node === undefined ? nothingChosen : { nodeIds: [node.id], edgeIds: [] });
    },
    [outline],
  );
  const [onlyId = null] = chosen.nodeIds.length === 1 ? chosen.nodeIds : [];
  // Lines move while one writes above them.
  useEffect(() => {
    editor.current?.mark(outline.nodes.find(({ id }) => id === onlyId) ?? null);
  }, [editor, outline, onlyId]);
  return { chosen, onlyId, choose, setChosen, followLine };
}
