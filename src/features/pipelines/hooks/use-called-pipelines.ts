"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { schemaType } from "#core/expression/types/static-type.ts";
import { callKey } from "#core/pipeline/calls/calls.ts";
import type { WrittenCall } from "#core/pipeline/calls/written-calls.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { CalledPipelines } from "../model/draft/check-text.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";

/** What the server takes: who calls more, or by longer names, is told by it when they validate. */
const most = { calls: 100, name: 200, variables: 1_000, within: 100 } as const;
/** What is called may be published at any time; a run looks itself. */
const staleMs = 30_000;

/**
 * What is known of the pipelines that a text calls, and what keeps them from being called; nothing of those that are
 * not known yet. `calls` is the same list as long as the text calls the same.
 */
export function useCalledPipelines(
  pipelineId: Pipeline["id"],
  name: string,
  calls: readonly WrittenCall[],
): CalledPipelines {
  const trpc = useTRPC();
  const asked = useMemo(() => askedOf(calls), [calls]);
  const { data } = useQuery({
    ...trpc.pipelines.calledOutputs.queryOptions({
      pipelineId,
      name: name.slice(0, most.name),
      calls: [...asked.values()].map((call) => ({
        ...call,
        variables: [...call.variables],
        within: [...call.within],
      })),
    }),
    enabled: asked.size > 0,
    staleTime: staleMs,
  });
  return useMemo(() => {
    const keys = [...asked.keys()];
    const outputs = [...asked.values()].flatMap((call, index) => {
      const schema = data?.schemas[index];
      const key = callKey({ kind: "pipeline", ...call, variables: {} });
      return schema === undefined ? [] : [[key, schemaType(schema)] as const];
    });
    const faults = new Map(keys.map((key, index) => [key, data?.problems[index] ?? null]));
    return {
      outputs: new Map(outputs),
      faultOf: (call: WrittenCall) => faults.get(JSON.stringify(call)) ?? null,
    };
  }, [data, asked]);
}

/** Each once, by what is asked. */
function askedOf(calls: readonly WrittenCall[]): ReadonlyMap<string, WrittenCall> {
  const fitting = calls.filter(
    ({ pipeline, variables, within }) =>
      variables.length <= most.variables &&
      within.length <= most.within &&
      [pipeline, ...variables, ...within].every((text) => text.length <= most.name),
  );
  const each = new Map(fitting.map((call) => [JSON.stringify(call), call]));
  return new Map([...each].slice(0, most.calls));
}
