"use client";

import Link from "next/link";
import { useId } from "react";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { formatMoney } from "#components/ui/format/money.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { nameOfBudget } from "#features/budgets/index.ts";
import { useShell } from "#features/shell/index.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { AskingRun } from "./asking-run.tsx";

type Wait = RouterOutputs["waits"]["list"]["waits"][number];

interface BudgetWaitProps {
  readonly wait: Wait;
  /** Left out on the page of the run itself. */
  readonly isOnRunPage: boolean;
}

/**
 * A call that waits for room in its budgets: how much is missing, when the run continues, and who can raise the limit.
 */
export function BudgetWait({ wait, isOnRunPage }: BudgetWaitProps) {
  const titleId = useId();
  const { nodeId, model, needsMicros, createdAtMs, budget } = wait;
  return (
    <article aria-labelledby={titleId} className="grid grid-cols-[minmax(0,1fr)] gap-2 px-6 py-4 max-sm:px-4">
      <h3 id={titleId} className="break-words font-semibold text-section">
        Waiting for money: {nodeId}
      </h3>
      <p className="flex flex-wrap gap-x-3 gap-y-1 text-ink-soft">
        {isOnRunPage ? null : <AskingRun wait={wait} />}
        <span>
          began <RelativeTime timeMs={createdAtMs} />
        </span>
      </p>
      <p className="break-words">
        A call of <code>{model}</code> may cost up to{" "}
        <span className="figures">{formatMoney(needsMicros)}</span>. <Missing budget={budget} />
      </p>
      {budget === null ? null : <GoesOn budget={budget} />}
    </article>
  );
}

type Gap = NonNullable<Wait["budget"]>;

function Missing({ budget }: { readonly budget: Wait["budget"] }) {
  if (budget === null || budget.missingMicros === 0) return <>There is room now: it continues in a moment.</>;
  const { limitMicros, settledMicros, reservedMicros, missingMicros } = budget;
  const held =
    reservedMicros === 0 ? "" : ` and ${formatMoney(reservedMicros)} reserved for calls in progress`;
  return (
    <>
      <span className="figures">{formatMoney(missingMicros)}</span> is missing from the budget{" "}
      {nameOfBudget(budget)}: {`${formatMoney(settledMicros)} spent${held}, of ${formatMoney(limitMicros)}.`}
    </>
  );
}

/** Whether the run continues by itself, or only if a person acts. */
function GoesOn({ budget }: { readonly budget: Gap }) {
  switch (budget.roomBy) {
    case "now":
      return null;
    case "calls":
      return (
        <p className="text-ink-soft">
          It continues by itself when calls in progress turn out cheaper than reserved
          {budget.endsAtMs === null ? null : (
            <>
              , <Turn endsAtMs={budget.endsAtMs} />
            </>
          )}
          , or when the limit is raised. <WhoRaises />
        </p>
      );
    case "turn":
      return (
        <p className="text-ink-soft">
          It continues by itself <Turn endsAtMs={budget.endsAtMs} />, or when the limit is raised.{" "}
          <WhoRaises />
        </p>
      );
    case "raise":
      return (
        <p className="text-failed">
          {budget.endsAtMs === null
            ? "It does not continue by itself: this budget never resets. "
            : "It does not continue by itself: the call may cost more than the whole limit. "}
          The run waits until the limit is raised, the budget is removed, or the run is stopped. <WhoRaises />
        </p>
      );
  }
}

function Turn({ endsAtMs }: { readonly endsAtMs: number | null }) {
  return (
    <>
      when the budget resets
      {endsAtMs === null ? null : (
        <>
          {" "}
          <RelativeTime timeMs={endsAtMs} />
        </>
      )}
    </>
  );
}

function WhoRaises() {
  const { workspace } = useShell();
  return (
    <>
      {isAllowed(workspace.role, "budgets.manage")
        ? "You can raise it under "
        : "An owner or an admin can raise it under "}
      <Link href={`/${workspace.slug}/budgets`} className="text-accent underline underline-offset-2">
        Budgets
      </Link>
      .
    </>
  );
}
