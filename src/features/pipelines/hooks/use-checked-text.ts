"use client";

import { useDeferredValue, useMemo } from "react";
import type { DefinitionReferences } from "#core/pipeline/validate.ts";
import { checkText, withCalledTypes } from "../model/draft/check-text.ts";
import { callsWritten, type WrittenCall } from "../model/known-names.ts";
import { useCalledOutputs } from "./use-known-names.ts";

/** What there is to say about a text. Writing comes first: it is worked out when there is time. */
export function useCheckedText(text: string, references: DefinitionReferences) {
  const settled = useDeferredValue(text);
  const written = useMemo(() => checkText(settled, references), [settled, references]);
  // The same as long as it calls the same, so that nothing is asked for at every letter.
  const named = JSON.stringify(callsWritten(written.value));
  const calls = useCalledOutputs(useMemo(() => JSON.parse(named) as readonly WrittenCall[], [named]));
  const checked = useMemo(() => withCalledTypes(written, calls), [written, calls]);
  return { checked, calls };
}
