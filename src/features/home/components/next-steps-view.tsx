"use client";

import { useQuery } from "@tanstack/react-query";
import { Circle, CircleCheck, X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { knownSteps, rememberStep, type StepMark, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { completedRun, newestRun } from "../model/home-runs.ts";
import { hasBegun, type NextStep, nextSteps } from "../model/next-steps.ts";

/** An API client may start the first run, so keep looking. */
const often = { refetchInterval: 5_000 };

interface NextStepsProps {
  /** The first steps, as the browser's cookie had them when the page was requested. */
  readonly known: ReadonlySet<StepMark>;
}

/** The first steps in a new workspace, until they are done or dismissed. */
export function NextStepsView(props: NextStepsProps) {
  const { user, workspace } = useShell();
  const owner = { userId: user.id, workspaceId: workspace.id, slug: workspace.slug };
  const isHydrated = useHydrated();
  const [isHidden, setIsHidden] = useState(false);
  // The page may come from the back cache and be older than the browser's own state.
  const known = isHydrated ? knownSteps(owner) : props.known;
  const steps = nextSteps(workspace.role, { ...useBeginnings(), visits: known });
  if (steps === null || isHidden || known.has("hidden")) return null;
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
            rememberStep(owner, "hidden");
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
  const mayBegin = isAllowed(workspace.role, "pipelines.write");
  const found = useQuery({ ...trpc.runs.list.queryOptions(completedRun), enabled: mayBegin, ...often }).data;
  const listed = useQuery({ ...trpc.keys.list.queryOptions(), enabled: mayBegin }).data;
  const completed = found?.runs.map(({ id }) => id);
  const keys = listed?.keys.length;
  // A workspace that is set up needs no further requests.
  const enabled = mayBegin && completed !== undefined && keys !== undefined && !hasBegun({ completed, keys });
  const pipelines = useQuery({ ...trpc.pipelines.list.queryOptions({}), enabled }).data;
  const runs = useQuery({ ...trpc.runs.list.queryOptions(newestRun), enabled, ...often }).data;
  const members = useQuery({ ...trpc.members.list.queryOptions(), enabled }).data;
  return {
    pipelines: pipelines?.pipelines.map(({ id }) => id),
    runs: runs?.runs.map(({ id }) => id),
    completed,
    keys,
    members: members?.members.length,
  };
}
