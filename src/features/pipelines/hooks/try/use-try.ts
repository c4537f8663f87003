"use client";

import { useCallback, useEffect, useEffectEvent, useState } from "react";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { sketchOf } from "#core/gestures/sketch.ts";
import { nodeNameOf } from "#core/gestures/ways.ts";
import type { Json } from "#core/json/json.ts";
import type { CheckedText } from "../../model/draft/check-text.ts";
import type { DraftSaver } from "../../model/draft/draft-saver.ts";
import type { RunSnapshot } from "../../model/try/last-values.ts";
import type { LastRun } from "./use-last-values.ts";

/** The try in preparation. */
export interface Trying {
  /** A single try, or a bench with several inputs and models. */
  readonly kind: TryKind;
  readonly draft: Json;
  readonly node: { readonly id: string; readonly name: string };
  readonly view: RunSnapshot;
}

export type TryKind = "once" | "bench";

interface TrySituation {
  readonly checked: CheckedText;
  readonly saver: DraftSaver;
  readonly last: LastRun;
  readonly mayTry: boolean;
  /** Why there is no run to take values from. */
  readonly onFirst: (nodeId: string) => Promise<void>;
}

/** Tries a node of the draft in the editor, which is saved first. */
export function useTry({ checked: { value }, saver, last, mayTry, onFirst }: TrySituation) {
  const [asked, ask] = useState<Trying | null>(null);
  const { view, runs } = last;
  const [wanted, want] = useState<{ readonly nodeId: string; readonly kind: TryKind } | null>(null);
  const prepare = useEffectEvent(async (nodeId: string, kind: TryKind) => {
    const node = sketchOf(value).nodes.find(({ id }) => id === nodeId);
    if (value === null || node === undefined || node.raw.type === "trigger") return;
    if (!(await saver.flush())) {
      showToast({
        tone: "failed",
        title: "This cannot be tried yet",
        description: "The draft could not be saved first.",
      });
      return;
    }
    if (view !== null) ask({ kind, draft: value, node: { id: nodeId, name: nodeNameOf(node) }, view });
    else if (runs !== null) await onFirst(nodeId);
  });
  // Stable, so that callers render again only when something visible changes.
  useEffect(() => {
    if (wanted === null) return;
    want(null);
    void prepare(wanted.nodeId, wanted.kind);
  }, [wanted]);
  const open = useCallback((nodeId: string) => want({ nodeId, kind: "once" }), []);
  const openBench = useCallback((nodeId: string) => want({ nodeId, kind: "bench" }), []);
  return {
    asked,
    /** Null if nothing may be tried. */
    open: mayTry ? open : null,
    openBench: mayTry ? openBench : null,
    close: () => ask(null),
  };
}
