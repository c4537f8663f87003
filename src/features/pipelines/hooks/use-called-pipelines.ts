"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { schemaType } from "#core/expression/types/static-type.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { CallFault } from "#core/pipeline/calls/call-problem.ts";
import { callKey } from "#core/pipeline/calls/calls.ts";
import type { WrittenCall } from "#core/pipeline/calls/written-calls.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import type { CalledPipelines } from "../model/draft/check-text.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";

/** The API's limits: beyond them, validation on the server reports the rest. */
const most = { calls: 100, name: 200, variables: 1_000, within: 100 } as const;
/** A called pipeline may be published at any time; a run checks for itself. */
const staleMs = 30_000;

/**
 * What is known of the pipelines that a text calls, and why a call is impossible; calls that are not checked yet are
 * left out. `calls` stays the same object while the text makes the same calls.
 */
export function useCalledPipelines(
  pipelineId: Pipeline["id"],
  name: string,
  calls: readonly WrittenCall[],
): CalledPipelines {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const asked = useMemo(() => askedOf(calls), [calls]);
  const input = { pipelineId, name: name.slice(0, most.name), calls: asked };
  const { data } = useQuery({
    queryKey: [...trpc.pipelines.calledOutputs.queryKey(input), "with its calls"],
    // Kept with its question: until the new answer arrives, the previous answer is read by the question it belongs to.
    queryFn: async () => ({ ...(await client.pipelines.calledOutputs.query(input)), calls: asked }),
    // Known results are kept while a name is being typed, so that warnings do not flicker.
    placeholderData: keepPreviousData,
    enabled: asked.length > 0,
    staleTime: staleMs,
  });
  return useMemo(() => calledPipelines(data), [data]);
}

interface Answer {
  readonly calls: readonly WrittenCall[];
  /** In the order of the calls, as the problems are. */
  readonly schemas: readonly JsonObject[];
  readonly problems: readonly (CallFault | null)[];
}

function calledPipelines(answer: Answer | undefined): CalledPipelines {
  const { calls, schemas, problems } = answer ?? { calls: [], schemas: [], problems: [] };
  const outputs = calls.flatMap((call, index) => {
    const schema = schemas[index];
    const key = callKey({ kind: "pipeline", ...call, variables: {} });
    return schema === undefined ? [] : [[key, schemaType(schema)] as const];
  });
  const faults = new Map(calls.map((call, index) => [JSON.stringify(call), problems[index] ?? null]));
  return {
    outputs: new Map(outputs),
    faultOf: (call: WrittenCall) => faults.get(JSON.stringify(call)) ?? null,
  };
}

/** Without duplicates. */
function askedOf(calls: readonly WrittenCall[]): WrittenCall[] {
  const fitting = calls.filter(
    ({ pipeline, variables, within }) =>
      variables.length <= most.variables &&
      within.length <= most.within &&
      [pipeline, ...variables, ...within].every((text) => text.length <= most.name),
  );
  const each = new Map(fitting.map((call) => [JSON.stringify(call), call]));
  return [...each.values()].slice(0, most.calls);
}
