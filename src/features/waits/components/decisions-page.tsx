"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { useState } from "react";
import { Checkbox } from "#components/ui/controls/checkbox.tsx";
import { ShowMore } from "#components/ui/controls/show-more.tsx";
import { SwitchButtons } from "#components/ui/controls/switch-buttons.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import type { WaitId } from "#core/ids.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { shortId } from "#core/short-id.ts";
import { mostDecided } from "#core/waits/decision.ts";
import type { WaitKind } from "#core/waits/words.ts";
import { RequestError } from "#features/errors/index.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { canJoin, sharedChoices, withAlike } from "../model/decide-many.ts";
import { BudgetWait } from "./budget-wait.tsx";
import { BudgetsToRaise, useBudgetsToRaise } from "./budgets-to-raise.tsx";
import { DecideBar } from "./decide-bar.tsx";
import { DecisionCard } from "./decision-card.tsx";

type ListedWait = RouterOutputs["waits"]["list"]["waits"][number];

const perPage = 20;
const refreshMs = 5_000;
const firstPage: WaitId | null = null;

const views = [
  { value: "mine", label: "For me" },
  { value: "open", label: "All open" },
  { value: "ended", label: "Decided" },
] as const;
type View = (typeof views)[number]["value"];

/** Nobody decides a wait for money, so it is listed only while it is open. */
const kindsOf: Record<View, readonly WaitKind[]> = {
  mine: ["approval"],
  open: ["approval", "budget"],
  ended: ["approval"],
};

/** What the workspace's runs ask people; the reader's own decisions first. */
export function DecisionsPage() {
  const pathname = usePathname();
  const parameters = useSearchParams();
  const asked = parameters.get("show");
  const view = views.find(({ value }) => value === asked)?.value ?? "mine";
  const show = (next: View) =>
    window.history.replaceState(null, "", next === "mine" ? pathname : `${pathname}?show=${next}`);
  return (
    <>
      <TopLine crumbs={[{ label: "Decisions" }]} />
      <div className="border-b px-6 py-2 max-sm:px-4">
        <SwitchButtons label="Which decisions" value={view} onValueChange={show} options={views} />
      </div>
      <Decisions key={view} view={view} />
    </>
  );
}

function Decisions({ view }: { readonly view: View }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = {
    mine: view === "mine",
    which: view === "ended" ? "ended" : "open",
    kinds: [...kindsOf[view]],
    limit: perPage,
  } satisfies Parameters<typeof trpc.waits.list.queryKey>[0];
  const read = useInfiniteQuery({
    queryKey: [...trpc.waits.list.queryKey(input), "pages"],
    queryFn: ({ pageParam }) => client.waits.list.query({ ...input, cursor: pageParam }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: refreshMs,
  });
  const { data, error, hasNextPage } = read;
  const waits = data?.pages.flatMap((page) => page.waits) ?? [];
  const toRaise = useBudgetsToRaise();
  const isEmpty = data !== undefined && waits.length === 0 && !hasNextPage;
  return (
    <>
      {view === "mine" ? <BudgetsToRaise budgets={toRaise} /> : null}
      {error === null ? null : <RequestError error={error} again={read.refetch} className="m-6 max-sm:m-4" />}
      {data === undefined && error === null ? <SkeletonRows rows={8} label="Loading decisions" /> : null}
      {isEmpty && (view !== "mine" || toRaise.length === 0) ? <Nothing view={view} /> : null}
      <h2 className="sr-only">{views.find(({ value }) => value === view)?.label}</h2>
      <DecisionList waits={waits} />
      <ShowMore pages={read} word="Show older" className="mx-6 my-4 self-start max-sm:mx-4" />
    </>
  );
}

/** The list, and the bar for deciding several together. */
function DecisionList({ waits }: { readonly waits: readonly ListedWait[] }) {
  const [marked, setMarked] = useState<ReadonlySet<WaitId>>(new Set());
  // Drops those that were decided meanwhile or are no longer on the page.
  const chosen = waits.filter((wait) => marked.has(wait.waitId) && canJoin(wait));
  const chosenIds = new Set(chosen.map(({ waitId }) => waitId));
  const alike = withAlike(waits, chosenIds);
  const [isOffered, setIsOffered] = useState(false);
  // Once there was anything to select, every row keeps space for a checkbox, so that no row shifts.
  if (!isOffered && waits.some(canJoin)) setIsOffered(true);
  const mark = (waitId: WaitId, isChosen: boolean) =>
    setMarked(new Set([...chosenIds].filter((id) => id !== waitId).concat(isChosen ? [waitId] : [])));
  return (
    <>
      <ul aria-label="Decisions" className="divide-y">
        {waits.map((wait) => (
          <li
            key={wait.waitId}
            className={
              isOffered ? "grid grid-cols-[auto_minmax(0,1fr)] pl-6 max-sm:pl-4 [&>article]:pl-3" : undefined
            }
          >
            {isOffered ? <Choice wait={wait} isChosen={chosenIds.has(wait.waitId)} onChoose={mark} /> : null}
            <ListedDecision wait={wait} />
          </li>
        ))}
      </ul>
      {chosen.length === 0 ? null : (
        <DecideBar
          waitIds={[...chosenIds].slice(0, mostDecided)}
          choices={sharedChoices(chosen)}
          alike={alike.size}
          onAlike={() => setMarked(alike)}
          onClear={() => setMarked(new Set())}
        />
      )}
    </>
  );
}

interface ChoiceProps {
  readonly wait: ListedWait;
  readonly isChosen: boolean;
  readonly onChoose: (waitId: WaitId, isChosen: boolean) => void;
}

/** The same width without a checkbox, so that all rows align. */
function Choice({ wait, isChosen, onChoose }: ChoiceProps) {
  if (!canJoin(wait)) return <span className="w-4" />;
  return (
    <Checkbox
      aria-label={`Choose ${wait.title}, ${wait.pipelineName}, run ${shortId(wait.runId)}`}
      className="mt-5"
      checked={isChosen}
      onCheckedChange={(next) => onChoose(wait.waitId, next)}
    />
  );
}

function ListedDecision({ wait }: { readonly wait: ListedWait }) {
  return wait.kind === "budget" ? (
    <BudgetWait wait={wait} isOnRunPage={false} />
  ) : (
    <DecisionCard waitId={wait.waitId} isOnRunPage={false} />
  );
}

function Nothing({ view }: { readonly view: View }) {
  const { workspace } = useShell();
  if (view === "mine" && !isAllowed(workspace.role, "waits.decide")) {
    return (
      <EmptyState title={`As a ${workspace.role} you are not asked for decisions`}>
        Only owners, admins and editors can decide. What runs ask them is in “All open”.
      </EmptyState>
    );
  }
  if (view === "ended") {
    return (
      <EmptyState title="Nothing has been decided yet">
        What people decided, or what ended before they did, is listed here.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing waits for a decision">
      A pipeline asks people with a node of type <code>wait</code>, or before an agent calls a tool (
      <code>approve</code>): what it is about and its choices then appear here until somebody decides.
    </EmptyState>
  );
}
