"use client";

import { useQueryClient } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { runIdSchema } from "#core/ids.ts";
import { type Json, type JsonObject, jsonObjectSchema } from "#core/json/json.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RememberedInput } from "../model/run-form/remembered-input.ts";

/** Opens the run dialog for this version (null: the default), with this input if given. */
type OpenRun = (version: number | null, given: RememberedInput | null) => Promise<void>;

/** Opens the run dialog for the default, with the last input. */
const newRun = "new";

function objectOr(value: Json): JsonObject {
  return jsonObjectSchema.safeParse(value).data ?? {};
}

/**
 * If the URL has `again=<run>`, opens the run dialog with that run's input; if it has `run`, for a new run. Then
 * removes the parameter, so that a reload does not open it again.
 */
export function useRunOnArrival(open: OpenRun | null): void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const pathname = usePathname();
  const parameters = useSearchParams();
  const again = runIdSchema.safeParse(parameters.get("again")).data ?? null;
  const wanted = again ?? (parameters.has("run") ? newRun : null);
  const asked = useRef<string | null>(null);
  useEffect(() => {
    if (open === null || asked.current === wanted) return;
    asked.current = wanted;
    if (wanted === null) return;
    window.history.replaceState(null, "", pathname);
    if (wanted === newRun) {
      void open(null, null);
      return;
    }
    queries.fetchQuery(trpc.runs.get.queryOptions({ runId: wanted })).then(
      ({ run }) => open(run.versionNumber, { input: run.input, variables: objectOr(run.variables) }),
      (error: unknown) => {
        const { message } = describeRequestError(error);
        showToast({ tone: "failed", title: "The run could not be read", description: message });
      },
    );
  }, [wanted, open, pathname, queries, trpc]);
}
