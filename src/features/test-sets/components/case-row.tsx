"use client";

import { useQuery } from "@tanstack/react-query";
import { Disc3, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import type { PipelineId } from "#core/ids.ts";
import { shortId } from "#core/short-id.ts";
import { ConfirmRequest, RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useTestMutations } from "../hooks/use-test-mutations.ts";
import type { PlayedCase, TestCaseSummary } from "../model/test-outputs.ts";
import { changeSince, outcomeWords } from "../model/test-words.ts";
import { CaseDialog } from "./case-dialog.tsx";
import { RecordAgainDialog } from "./record-again-dialog.tsx";
import { VerdictList } from "./verdict-list.tsx";

interface CaseRowProps {
  readonly pipelineId: PipelineId;
  readonly version: number | "draft";
  readonly testCase: TestCaseSummary;
  /** Its result; null while unknown. */
  readonly played: PlayedCase | null;
  readonly mayWrite: boolean;
}

type OpenDialog = "edit" | "record" | "remove";

export function CaseRow({ pipelineId, version, testCase, played, mayWrite }: CaseRowProps) {
  const { id: caseId, name, sourceRunId } = testCase;
  const { workspace } = useShell();
  const [open, setOpen] = useState<OpenDialog | null>(null);
  const close = () => setOpen(null);
  const change = played === null ? null : changeSince(played);
  return (
    <li
      aria-label={`Test case ${name}`}
      className="grid grid-cols-[minmax(0,1fr)] gap-1 border-b py-2 last:border-b-0"
    >
      <div className="flex flex-wrap items-center gap-2">
        {played === null ? null : (
          <Badge tone={outcomeWords[played.outcome].tone}>{outcomeWords[played.outcome].word}</Badge>
        )}
        <button
          type="button"
          className="min-w-0 break-words rounded-small text-left font-medium hover:underline"
          onClick={() => setOpen("edit")}
        >
          {name}
        </button>
        {change === null ? null : <Badge tone={change === "fixed" ? "accent" : "plain"}>{change}</Badge>}
        {sourceRunId === null ? null : (
          <Link
            href={`/${workspace.slug}/runs/${sourceRunId}`}
            prefetch={false}
            className="figures text-ink-faint hover:underline"
          >
            run {shortId(sourceRunId)}
          </Link>
        )}
        {mayWrite ? (
          <span className="ml-auto flex gap-1">
            <Button tone="quiet" size="small" onClick={() => setOpen("record")}>
              <Disc3 aria-hidden />
              Record again
            </Button>
            <Button
              tone="quiet"
              size="icon-small"
              aria-label={`Remove test case ${name}`}
              onClick={() => setOpen("remove")}
            >
              <Trash2 aria-hidden />
            </Button>
          </span>
        ) : null}
      </div>
      {played === null ? null : <VerdictList played={played} />}
      {played === null || played.reasons.length === 0 || played.verdicts.length > 0 ? null : (
        <ul className="grid gap-0.5 text-ink-soft">
          {played.reasons.map((reason) => (
            <li key={reason} className="break-words">
              {reason}
            </li>
          ))}
        </ul>
      )}
      {open === "edit" ? <ChangeCase caseId={caseId} mayWrite={mayWrite} onClose={close} /> : null}
      {open === "record" ? (
        <RecordAgainDialog pipelineId={pipelineId} version={version} testCase={testCase} onClose={close} />
      ) : null}
      {open === "remove" ? <RemoveCase testCase={testCase} onClose={close} /> : null}
    </li>
  );
}

interface ChangeCaseProps {
  readonly caseId: TestCaseSummary["id"];
  readonly mayWrite: boolean;
  readonly onClose: () => void;
}

/** Rendered once its data has loaded. */
function ChangeCase({ caseId, mayWrite, onClose }: ChangeCaseProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.tests.getCase.queryOptions({ caseId }));
  if (error !== null) return <RequestError error={error} again={refetch} />;
  if (data === undefined) return <p role="status">Opening the case …</p>;
  return <CaseDialog setId={data.setId} content={data} isReadOnly={!mayWrite} onClose={onClose} />;
}

function RemoveCase({
  testCase: { id: caseId, name },
  onClose,
}: {
  readonly testCase: TestCaseSummary;
  readonly onClose: () => void;
}) {
  const { removeCase } = useTestMutations(onClose);
  return (
    <ConfirmRequest
      title={`Remove ${name}?`}
      description="The case is removed for good, with its recorded answers."
      action="Remove test case"
      isPending={removeCase.isPending}
      onConfirm={() => removeCase.mutate({ caseId })}
      onClose={onClose}
      error={removeCase.error}
    />
  );
}
