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
  const client = useTRPCClient();
  const asked = useMemo(() => askedOf(calls), [calls]);
  const input = { pipelineId, name: name.slice(0, most.name), calls: asked };
  const { data } = useQuery({
    queryKey: [...trpc.pipelines.calledOutputs.queryKey(input), "with its calls"],
    // With what was asked: the answer to an earlier question is read by it until the next one is here.
    queryFn: async () => ({ ...(await client.pipelines.calledOutputs.query(input)), calls: asked }),
    // What is known of a call stays known while a name is typed, so that no warning goes and comes with each letter.
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

/** Each once, by what is asked. */
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
