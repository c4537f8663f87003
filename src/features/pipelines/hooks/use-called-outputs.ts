"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { schemaType } from "#core/expression/types/static-type.ts";
import { callKey } from "#core/pipeline/calls/calls.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { CalledOutputs, WrittenCall } from "../model/known-names.ts";

const mostAsked = 100;
/** What is called may be published at any time; a run looks itself. */
const staleMs = 30_000;

/** What is known of what the pipelines put out that a definition calls; those that are not known yet are left out. */
export function useCalledOutputs(calls: readonly WrittenCall[]): CalledOutputs {
  const trpc = useTRPC();
  const asked = calls.slice(0, mostAsked);
  const { data } = useQuery({
    ...trpc.pipelines.calledOutputs.queryOptions({ calls: asked }),
    enabled: asked.length > 0,
    staleTime: staleMs,
  });
  return useMemo(
    () =>
      new Map(
        (data?.outputs ?? []).map(({ pipeline, version, schema }) => [
          callKey({ kind: "pipeline", pipeline, version, variables: {} }),
          schemaType(schema),
        ]),
      ),
    [data],
  );
}
