"use client";

import { useQuery } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import { FormDialog } from "#components/ui/floating/form-dialog.tsx";
import { formatMoney } from "#components/ui/format/money.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { maybeStarted, RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterInputs } from "#lib/trpc/router-outputs.ts";
import { useTestMutations } from "../hooks/use-test-mutations.ts";
import type { JudgingPlan, PlayedCase } from "../model/test-outputs.ts";
import { haveJudges } from "../model/test-words.ts";

interface AskJudgesProps extends Omit<JudgeDialogProps, "onClose"> {
  readonly cases: readonly PlayedCase[];
}

/**
 * Requests missing verdicts. Renders nothing without judges or without permission to spend money. It stays when none is
 * missing, since it would otherwise disappear with the focus when the last verdict arrives.
 */
export function AskJudges({ setName, asked, cases }: AskJudgesProps) {
  const { workspace } = useShell();
  const [isOpen, setIsOpen] = useState(false);
  const isOffered = isAllowed(workspace.role, "runs.start") && haveJudges(cases);
  return (
    <>
      {isOffered ? (
        <Button size="small" onClick={() => setIsOpen(true)}>
          <Scale aria-hidden />
          Ask the judges
        </Button>
      ) : null}
      {isOpen ? <JudgeDialog setName={setName} asked={asked} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}

interface JudgeDialogProps {
  readonly setName: string;
  readonly asked: RouterInputs["tests"]["judge"];
  readonly onClose: () => void;
}

/** Shows what the missing verdicts may cost, and requests them. */
function JudgeDialog({ setName, asked, onClose }: JudgeDialogProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery({ ...trpc.tests.planJudging.queryOptions(asked), staleTime: 0 });
  const { judge } = useTestMutations(onClose);
  return (
    <FormDialog
      size="small"
      title={`Ask the judges of ${setName}`}
      description="Playing a set is free. A judge is a model: each missing verdict is a run of its own, and is kept until something that the judge reads changes."
      action={askWords(data?.questions ?? 0)}
      isReady={data !== undefined && data.questions > 0}
      isPending={judge.isPending}
      onSubmit={() => judge.mutate(asked)}
      onClose={onClose}
    >
      {error === null ? null : <RequestError error={error} again={refetch} />}
      {judge.error === null ? null : <RequestError error={judge.error} ifUnanswered={maybeStarted} />}
      {data === undefined ? <p role="status">Estimating the price …</p> : <Price plan={data} />}
    </FormDialog>
  );
}

function Price({ plan }: { readonly plan: JudgingPlan }) {
  const { questions, models, onceMicros, everyTryMicros, playMicros, unpricedModels } = plan;
  if (questions === 0) return <p>No verdict is missing.</p>;
  const isPlay = onceMicros === 0 && unpricedModels.length === 0;
  return (
    <dl aria-label="Estimate" className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
      <dt className="text-ink-faint">Playing the set</dt>
      <dd>free</dd>
      <dt className="text-ink-faint">{questions === 1 ? "One verdict by" : `${questions} verdicts by`}</dt>
      <dd className="break-words font-mono">{models.join(", ")}</dd>
      {isPlay ? null : (
        <>
          <dt className="text-ink-faint">Costs at most</dt>
          <dd>
            {unpricedModels.length > 0
              ? `unknown: the price of ${unpricedModels.join(", ")} is not known. The rest is `
              : null}
            <span className="figures">{formatMoney(onceMicros)}</span>
            {everyTryMicros > onceMicros ? (
              <>
                , <span className="figures">{formatMoney(everyTryMicros)}</span> if every call needs all its
                tries
              </>
            ) : null}
          </dd>
        </>
      )}
      {playMicros === 0 ? null : (
        <>
          <dt className="text-ink-faint">{isPlay ? "Costs at most" : "And"}</dt>
          <dd className="flex flex-wrap items-center gap-x-1.5">
            <span className="figures">{formatMoney(playMicros)}</span>
            <Badge>sandbox</Badge> play money
          </dd>
        </>
      )}
    </dl>
  );
}

/** Without a number if the price is unknown or none is missing. */
function askWords(questions: number): string {
  if (questions === 0) return "Ask the judges";
  return questions === 1 ? "Ask for one verdict" : `Ask for ${questions} verdicts`;
}
