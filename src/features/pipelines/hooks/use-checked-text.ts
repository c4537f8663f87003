"use client";

import { startTransition, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { type WrittenCall, writtenCalls } from "#core/pipeline/calls/written-calls.ts";
import type { DefinitionReferences } from "#core/pipeline/validate.ts";
import { checkText, withCalled } from "../model/draft/check-text.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { useCalledPipelines } from "./use-called-pipelines.ts";

export interface DraftText {
  readonly text: string;
  /** Typed, so more may follow immediately; not from a gesture or undo. */
  readonly isTyped: boolean;
}

/** From this length on, checking takes longer than a typed letter may take to appear. */
const manyCharacters = 20_000;
const pauseMs = 150;

/**
 * The check results of a text, which belongs to `pipeline`. Typing has priority: they are computed in the background.
 */
export function useCheckedText(
  draft: DraftText,
  references: DefinitionReferences,
  pipeline: Pick<Pipeline, "id" | "name">,
) {
  const settled = useDeferredValue(useSettled(draft));
  const written = useMemo(() => checkText(settled, references), [settled, references]);
  // A stable object while the calls stay the same, so that typing triggers no requests.
  const named = JSON.stringify(writtenCalls(written.value).map(({ call }) => call));
  const calls = useMemo(() => JSON.parse(named) as readonly WrittenCall[], [named]);
  const called = useCalledPipelines(pipeline.id, written.definition?.name ?? pipeline.name, calls);
  const checked = useMemo(() => withCalled(written, called), [written, called]);
  return { text: draft.text, checked, calls: called.outputs };
}

/** A large text, delayed until typing pauses; any other text as it is. */
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
