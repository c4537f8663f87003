"use client";

import { useMutation, useQueries } from "@tanstack/react-query";
import { type Dispatch, type SetStateAction, useMemo, useState } from "react";
import type { Json } from "#core/json/json.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useRequestKeys } from "#lib/trpc/request-keys.ts";
import { type BenchInput, benchRequest, cellPrice } from "../../model/try/bench.ts";
import type { RunSnapshot } from "../../model/try/last-values.ts";

const busyMs = 1_000;

interface BenchOf {
  readonly draft: Json;
  readonly nodeId: string;
  /** The run whose values complete a typed input. */
  readonly base: RunSnapshot;
  readonly inputs: readonly BenchInput[];
  readonly models: readonly string[];
}

/** One input with one model. */
export interface BenchCell {
  readonly key: string;
  readonly input: BenchInput;
  readonly model: string;
  readonly request: ReturnType<typeof benchRequest>;
}

/** The cells of a bench: each is priced first and followed while it runs. They are ordinary tries. */
export function useBench({ draft, nodeId, base, inputs, models }: BenchOf) {
  const trpc = useTRPC();
  const [started, setStarted] = useState<ReadonlyMap<string, StartedCell>>(new Map());
  const cells = useMemo(
    () =>
      inputs.flatMap((input) =>
        models.map((model): BenchCell => {
          const request = benchRequest(draft, nodeId, model, { input, base });
          return { key: JSON.stringify([request, model, input.key]), input, model, request };
        }),
      ),
    [draft, nodeId, base, inputs, models],
  );
  const plans = useQueries({
    queries: cells.map(({ request }) => ({
      ...trpc.runs.planFork.queryOptions(asInput(request)),
      enabled: request !== null,
      retry: false,
    })),
  });
  const runs = useQueries({
    queries: cells.map(({ key }) => ({
      ...trpc.runs.get.queryOptions({ runId: started.get(key)?.runId ?? "" }),
      enabled: started.get(key)?.runId !== undefined,
      refetchInterval: ({ state }: { readonly state: { readonly data?: RunSnapshot | undefined } }) =>
        state.data === undefined || !isTerminalRun(state.data.run.status) ? busyMs : (false as const),
    })),
  });
  const open = cells.filter(
    ({ key, request }, index) => request !== null && !started.has(key) && plans[index]?.data !== undefined,
  );
  const start = useStart(open, setStarted);
  const prices = open.map((cell) => plans[cells.indexOf(cell)]?.data).map((plan) => plan && cellPrice(plan));
  return {
    cells: cells.map((cell, index) => ({
      ...cell,
      plan: plans[index]?.data ?? null,
      planError: plans[index]?.error ?? null,
      view: runs[index]?.data ?? null,
      started: started.get(cell.key) ?? null,
    })),
    openCount: open.length,
    ...sumOf(prices),
    isStarting: start.isPending,
    start: () => start.mutate(),
  };
}

/** The most that cells may cost together; null if a price is unknown. */
function sumOf(prices: readonly (ReturnType<typeof cellPrice> | undefined)[]) {
  const totalMicros = prices.reduce<number | null>(
    (sum, price) =>
      sum === null || price === undefined || price.micros === null ? null : sum + price.micros,
    0,
  );
  return { totalMicros, isSandbox: prices.length > 0 && prices.every((price) => price?.isSandbox === true) };
}

/** Starts cells one after the other; once a budget refuses one, the rest are not started. */
function useStart(
  open: readonly BenchCell[],
  setStarted: Dispatch<SetStateAction<ReadonlyMap<string, StartedCell>>>,
) {
  const trpc = useTRPC();
  const keys = useRequestKeys();
  const askFork = useMutation(trpc.runs.fork.mutationOptions());
  return useMutation({
    mutationFn: async () => {
      for (const { key, request } of open) {
        const note = (cell: StartedCell) => setStarted((last) => new Map(last).set(key, cell));
        try {
          const { runId } = await keys.send([key], (idempotencyKey) =>
            askFork.mutateAsync({ ...asInput(request), idempotencyKey }),
          );
          note({ runId, refusal: null });
        } catch (error) {
          note({ refusal: error instanceof Error ? error.message : "It could not be started." });
        }
      }
    },
  });
}

/** The result of starting a cell: its run, or the error. */
interface StartedCell {
  readonly runId?: RunSnapshot["run"]["id"];
  readonly refusal: string | null;
}

function asInput(request: BenchCell["request"]) {
  if (request === null) return { runId: "" };
  return { ...request, fromNodeIds: [...request.fromNodeIds] };
}
