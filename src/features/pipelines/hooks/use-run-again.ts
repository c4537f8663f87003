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

/** Opens the dialog for a run of this version (null: of what is proposed), with this in its form. */
type OpenRun = (version: number | null, given: RememberedInput) => Promise<void>;

function objectOr(value: Json): JsonObject {
  return jsonObjectSchema.safeParse(value).data ?? {};
}

/**
 * Where the address says `again=<run>`, asks for a run with what that one was started with. It is said once: the
 * address is then that of the pipeline, so that a reload does not ask again.
 */
export function useRunAgain(open: OpenRun | null): void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const pathname = usePathname();
  const again = runIdSchema.safeParse(useSearchParams().get("again")).data ?? null;
  const asked = useRef<string | null>(null);
  useEffect(() => {
    if (again === null || open === null || asked.current === again) return;
    asked.current = again;
    window.history.replaceState(null, "", pathname);
    queries.fetchQuery(trpc.runs.get.queryOptions({ runId: again })).then(
      ({ run }) => open(run.versionNumber, { input: run.input, variables: objectOr(run.variables) }),
      (error: unknown) => {
        const { message } = describeRequestError(error);
        showToast({ tone: "failed", title: "The run could not be read", description: message });
      },
    );
  }, [again, open, pathname, queries, trpc]);
}
