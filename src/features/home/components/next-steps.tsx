"use client";

import { useQuery } from "@tanstack/react-query";
import { Circle, CircleCheck, X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { isAllowed } from "#core/policy/permissions.ts";
import { readVisits, usePersonalStorage, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type NextStep, nextSteps } from "../model/next-steps.ts";

/** A first run may be begun by a program. */
const refreshMs = 5_000;
const hiddenName = "home.steps";

/** What to do first in a new workspace, until it is done or somebody wants to see it no longer. */
export function NextSteps() {
  const { workspace } = useShell();
  const memory = usePersonalStorage("memory");
  const [isHidden, setIsHidden] = useState(false);
  const steps = nextSteps(workspace.role, { ...useBeginnings(), visits: readVisits(memory) });
  // What this browser keeps is known when the answers are: never on the server.
  if (steps === null || isHidden || memory.read(hiddenName) !== null) return null;
  return (
    <section aria-labelledby="next-steps" className="px-6 py-5 max-sm:px-4">
      <header className="mb-2 flex items-center justify-between">
        <h2 id="next-steps" className="font-semibold text-section">
          Next steps
        </h2>
        <IconButton
          label="Hide the next steps"
          size="icon-small"
          onClick={() => {
            memory.write(hiddenName, "hidden");
            setIsHidden(true);
          }}
        >
          <X aria-hidden />
        </IconButton>
      </header>
      <StepList steps={steps.tour} />
      <h3 className="mt-3 mb-1 text-ink-soft">Afterwards</h3>
      <StepList steps={steps.afterwards} />
    </section>
  );
}

function StepList({ steps }: { readonly steps: readonly NextStep[] }) {
  const { workspace } = useShell();
  return (
    <ol className="grid gap-1">
      {steps.map(({ title, detail, path, isDone }) => (
        <li key={title} className="flex gap-2">
          {isDone ? (
            <CircleCheck aria-label="Done" className="mt-0.5 size-4 shrink-0 text-completed" />
          ) : (
            <Circle aria-label="Not done yet" className="mt-0.5 size-4 shrink-0 text-ink-faint" />
          )}
          <span>
            {isDone ? (
              <span className="text-ink-faint">{title}</span>
            ) : (
              <>
                <Link
                  href={`/${workspace.slug}/${path}`}
                  className="rounded-small font-medium text-accent underline-offset-2 hover:underline"
                >
                  {title}
                </Link>{" "}
                <span className="text-ink-soft">{detail}</span>
              </>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

function useBeginnings() {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const mayReadKeys = isAllowed(workspace.role, "keys.read");
  const { data: pipelines } = useQuery(trpc.pipelines.list.queryOptions({}));
  const { data: runs } = useQuery({
    ...trpc.runs.list.queryOptions({ limit: 1 }),
    refetchInterval: refreshMs,
  });
  const { data: completed } = useQuery({
    ...trpc.runs.list.queryOptions({ statuses: ["completed"], limit: 1 }),
    refetchInterval: refreshMs,
  });
  const { data: keys } = useQuery({ ...trpc.keys.list.queryOptions(), enabled: mayReadKeys });
  const { data: members } = useQuery(trpc.members.list.queryOptions());
  return {
    pipelines: pipelines?.pipelines.map(({ id }) => id),
    runs: runs?.runs.map(({ id }) => id),
    completed: completed?.runs.map(({ id }) => id),
    keys: keys?.keys.length,
    members: members?.members.length,
  };
}
