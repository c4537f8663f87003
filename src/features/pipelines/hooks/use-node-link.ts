"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";
import type { DefinitionOutline } from "#core/definition-text/outline-definition.ts";
import type { CodeEditorHandle } from "../editor/code-editor.tsx";

/** Ties the drawing to the text: a node leads to its lines, a line to its node. */
export function useNodeLink(editor: RefObject<CodeEditorHandle | null>, outline: DefinitionOutline) {
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const select = useCallback(
    (nodeId: string) => {
      const part = outline.nodes.find(({ id }) => id === nodeId);
      setSelectedId(nodeId);
      if (part !== undefined) editor.current?.show(part.firstLine);
    },
    [editor, outline],
  );
  const followLine = useCallback(
    (line: number) => {
      const part = outline.nodes.find(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine);
      setSelectedId(part?.id ?? null);
    },
    [outline],
  );
  // Lines move while one writes above them.
  useEffect(() => {
    editor.current?.mark(outline.nodes.find(({ id }) => id === selectedId) ?? null);
  }, [editor, outline, selectedId]);
  return { selectedId, select, followLine };
}
