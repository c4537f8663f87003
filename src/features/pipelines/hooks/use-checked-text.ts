"use client";

import { startTransition, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { type WrittenCall, writtenCalls } from "#core/pipeline/calls/written-calls.ts";
import type { DefinitionReferences } from "#core/pipeline/validate.ts";
import { checkText, withCalled } from "../model/draft/check-text.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { useCalledPipelines } from "./use-called-pipelines.ts";

export interface DraftText {
  readonly text: string;
  /** It was typed, and more may come in the next moment; not made by a gesture or undone. */
  readonly isTyped: boolean;
}

/** From here on, checking a text takes longer than a typed letter may take to appear. */
const manyCharacters = 20_000;
const pauseMs = 150;

/**
 * What there is to say about a text, which is that of `pipeline`. Writing comes first: it is worked out when there is
 * time.
 */
export function useCheckedText(
  draft: DraftText,
  references: DefinitionReferences,
  pipeline: Pick<Pipeline, "id" | "name">,
) {
  const settled = useDeferredValue(useSettled(draft));
  const written = useMemo(() => checkText(settled, references), [settled, references]);
  // The same as long as it calls the same, so that nothing is asked for at every letter.
  const named = JSON.stringify(writtenCalls(written.value).map(({ call }) => call));
  const calls = useMemo(() => JSON.parse(named) as readonly WrittenCall[], [named]);
  const called = useCalledPipelines(pipeline.id, written.definition?.name ?? pipeline.name, calls);
  const checked = useMemo(() => withCalled(written, called), [written, called]);
  return { text: draft.text, checked, calls: called.outputs };
}

/** A large text while it is typed: as it was at the last pause. Any other is as it is. */
function useSettled({ text, isTyped }: DraftText): string {
  const settled = useRef(text);
  const [, redraw] = useState(0);
  const waits = isTyped && text.length > manyCharacters && text !== settled.current;
  if (!waits) settled.current = text;
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(() => {
      settled.current = text;
      startTransition(() => redraw((count) => count + 1));
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [text, waits]);
  return settled.current;
}
