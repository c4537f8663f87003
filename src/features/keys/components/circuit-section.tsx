"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Table, TableBody, TableHead, TableHeading } from "#components/ui/layout/table.tsx";
import { useTRPC } from "#lib/trpc/react.tsx";
import { CircuitRow } from "./circuit-row.tsx";

/** Circuits change while the page is open. */
const lookAgainMs = 5_000;

/** Which models are available, and which are paused because their provider was down. */
export function CircuitSection() {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.circuits.list.queryOptions(),
    refetchInterval: lookAgainMs,
  });
  const { circuits } = data;
  return (
    <section aria-labelledby="circuits" className="border-t py-5">
      <h2 id="circuits" className="mb-2 px-6 font-semibold text-section max-sm:px-4">
        Circuits <span className="figures ml-1 text-ink-faint">{circuits.length}</span>
      </h2>
      <p className="measure px-6 pb-3 text-ink-soft max-sm:px-4">
        {circuits.length === 0 ? "No model has failed so far. " : ""}
        After five calls in a row that failed on the provider’s side, a model is not called for a minute:
        nodes wait, or call their next model. Then one call tries it again, and an answer closes the circuit.
      </p>
      {circuits.length === 0 ? null : (
        <Table label="Circuits" className="border-t">
          <TableHead>
            <tr>
              <TableHeading>Model</TableHeading>
              <TableHeading>State</TableHeading>
              <TableHeading className="@max-2xl:hidden">Next call</TableHeading>
              <TableHeading className="@max-xl:hidden">Last error</TableHeading>
              <TableHeading>
                <span className="sr-only">Actions</span>
              </TableHeading>
            </tr>
          </TableHead>
          <TableBody>
            {circuits.map((circuit) => (
              <CircuitRow key={`${circuit.provider}/${circuit.model}/${circuit.keyId}`} circuit={circuit} />
            ))}
          </TableBody>
        </Table>
      )}
    </section>
  );
}
