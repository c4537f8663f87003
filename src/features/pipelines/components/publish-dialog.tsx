"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, TriangleAlert } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import type { LocatedProblem } from "#core/definition-text/locate-problem.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useExpectedCost } from "../hooks/use-expected-cost.ts";
import type { PublishRequest } from "../hooks/use-publish.ts";
import { useVersion } from "../hooks/use-published.ts";
import { type Missing, missingText, missingTexts } from "../model/cost/missing.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { type ChangeGroup, publishSummary } from "../model/publish/publish-summary.ts";

const longestNote = 500;

import { ExpectedCostRows } from "./expected-cost-rows.tsx";
import { DependentList } from "./publish/dependent-list.tsx";

interface PublishDialogProps {
  readonly pipelineId: Pipeline["id"];
  readonly publishedVersion: number | null;
  readonly draft: PipelineDefinition;
  /** What the draft would run; null while unknown. */
  readonly plan: Plan | null;
  readonly warnings: readonly LocatedProblem[];
  readonly missing: Missing;
  /** Why publishing was refused; null if it was not. */
  readonly obstacle: string | null;
  readonly isPending: boolean;
  /** The test cases that failed at the last attempt; null: none. */
  readonly refusal: unknown;
  readonly onPublish: (request: PublishRequest) => void;
  readonly onClose: () => void;
}

/** Confirms publishing: lists the changes of the new version, and what to know about it. */
export function PublishDialog(props: PublishDialogProps) {
  const { draft, plan, pipelineId, publishedVersion, warnings, missing, obstacle } = props;
  const expected = useExpectedCost(pipelineId, plan);
  const { keys, secrets } = missingTexts(missing);
  const changes = useChanges(props);
  const [note, setNote] = useState("");
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      title={`Publish ${draft.name}`}
      description={
        publishedVersion === null
          ? "The first version. Runs by API and by its triggers use it from then on."
          : `It replaces version ${publishedVersion}: runs by API and by its triggers use it from then on. Runs in progress keep theirs.`
      }
      actions={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            tone="primary"
            disabled={obstacle !== null}
            {...(obstacle === null ? {} : { title: obstacle, "aria-description": obstacle })}
            isPending={props.isPending}
            onClick={() => props.onPublish({ note, override: false })}
          >
            Publish
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {props.refusal === null ? null : (
          <TestRefusal
            refusal={props.refusal}
            isPending={props.isPending}
            onOverride={() => props.onPublish({ note, override: true })}
          />
        )}
        {warnings.length === 0 && missingText(missing) === null ? null : (
          <ul aria-label="Warnings" className="grid gap-1 rounded-base border bg-waiting-soft px-3 py-2">
            {[keys, secrets].map((sentence) =>
              sentence === null ? null : (
                <li key={sentence} className="flex gap-2">
                  <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
                  {sentence}
                </li>
              ),
            )}
            {warnings.map(({ message, line = 1, column = 1 }) => (
              <li key={`${line}:${column}:${message}`} className="flex gap-2">
                <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
                <span className="min-w-0 break-words">
                  {message} <span className="figures text-ink-faint">line {line}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
        <Changes groups={changes} draft={draft} />
        {publishedVersion === null ? null : (
          <DependentList pipelineId={pipelineId} publishedVersion={publishedVersion} draft={draft} />
        )}
        {expected === null || expected.runs === 0 ? null : (
          <dl aria-label="Estimate" className="grid gap-x-4 gap-y-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
            <ExpectedCostRows expected={expected} />
          </dl>
        )}
        <Field label="Note" hint="For people who look at the versions later.">
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={longestNote}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}

interface TestRefusalProps {
  readonly refusal: unknown;
  readonly isPending: boolean;
  readonly onOverride: () => void;
}

/** The test cases that block publishing, and an override for people who may use it. */
function TestRefusal({ refusal, isPending, onOverride }: TestRefusalProps) {
  const { workspace } = useShell();
  const mayOverride = isAllowed(workspace.role, "pipelines.override");
  return (
    <RequestError
      error={refusal}
      action={
        mayOverride ? (
          <Button size="small" isPending={isPending} onClick={onOverride}>
            Publish anyway
          </Button>
        ) : (
          <span className="text-ink-soft">Owners and admins can publish anyway.</span>
        )
      }
    />
  );
}

/** Null: the first version; undefined: loading. */
function useChanges({ pipelineId, publishedVersion, draft }: PublishDialogProps) {
  const trpc = useTRPC();
  const { data: agents } = useQuery(trpc.agents.list.queryOptions());
  const { data: published } = useVersion(pipelineId, publishedVersion);
  return useMemo(() => {
    if (publishedVersion === null) return null;
    if (published === undefined || agents === undefined) return undefined;
    return publishSummary(draft, published, agents.agents);
  }, [publishedVersion, published, agents, draft]);
}

interface ChangesProps {
  readonly groups: readonly ChangeGroup[] | null | undefined;
  readonly draft: PipelineDefinition;
}

function Changes({ groups, draft }: ChangesProps) {
  if (groups === undefined) return <p role="status">Comparing with the published version …</p>;
  if (groups === null) {
    const variables = Object.keys(draft.variables).length;
    return (
      <p className="text-ink-soft">
        {countOf(draft.nodes.length, "node")}, {countOf(draft.edges.length, "connection")},{" "}
        {countOf(variables, "variable")}.
      </p>
    );
  }
  if (groups.length === 0) {
    return <p className="text-ink-soft">It does the same as the published one; only its text differs.</p>;
  }
  return (
    <dl aria-label="What changes" className="grid gap-x-4 gap-y-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
      {groups.map(({ title, items }) => (
        <div key={title} className="contents">
          <dt className="text-ink-soft">{title}</dt>
          <dd>
            <ul>
              {items.map((item) => (
                <li key={item} className="break-words">
                  {item}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function countOf(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`;
}
