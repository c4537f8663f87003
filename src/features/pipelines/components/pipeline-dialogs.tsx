"use client";

import { fieldAt } from "#core/gestures/change-field.ts";
import { sketchOf } from "#core/gestures/sketch.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import type { LastRun } from "../hooks/try/use-last-values.ts";
import type { Trying, useTry } from "../hooks/try/use-try.ts";
import { testRefusal, type usePublish } from "../hooks/use-publish.ts";
import type { useRunChoice } from "../hooks/use-run-choice.ts";
import type { Missing } from "../model/cost/missing.ts";
import type { CheckedText } from "../model/draft/check-text.ts";
import type { KnownNames } from "../model/known-names.ts";
import type { Pipeline } from "../model/pipeline-outputs.ts";
import { PublishDialog } from "./publish-dialog.tsx";
import { RunDialog } from "./run-dialog/run-dialog.tsx";
import { BenchDialog } from "./try/bench-dialog.tsx";
import { TryDialog } from "./try/try-dialog.tsx";

interface PipelineDialogsProps {
  readonly pipeline: Pipeline;
  readonly checked: CheckedText;
  /** What the draft would run; null while unknown. */
  readonly plan: Plan | null;
  readonly missing: Missing;
  readonly isPublishing: boolean;
  /** Why publishing was refused; null if it was not. */
  readonly publishObstacle: string | null;
  readonly publish: ReturnType<typeof usePublish>["publish"];
  readonly onPublishingEnd: () => void;
  readonly names: KnownNames;
  readonly last: LastRun;
  readonly trying: ReturnType<typeof useTry>;
  readonly run: ReturnType<typeof useRunChoice>;
}

/** The dialogs before publishing, trying and running. */
export function PipelineDialogs(props: PipelineDialogsProps) {
  const { pipeline, checked, publish, onPublishingEnd, last, trying, run } = props;
  return (
    <>
      {props.isPublishing && checked.definition !== null ? (
        <PublishDialog
          pipelineId={pipeline.id}
          publishedVersion={pipeline.publishedVersion}
          draft={checked.definition}
          plan={props.plan}
          warnings={checked.problems}
          missing={props.missing}
          obstacle={props.publishObstacle}
          isPending={publish.isPending}
          refusal={testRefusal(publish.error)}
          onPublish={(request) => publish.mutate({ ...request, onEnd: onPublishingEnd })}
          onClose={onPublishingEnd}
        />
      ) : null}
      {trying.asked?.kind === "once" ? (
        <TryDialog {...trying.asked} last={last} onClose={trying.close} />
      ) : null}
      {trying.asked?.kind === "bench" ? (
        <BenchDialog
          {...trying.asked}
          last={last}
          models={props.names.models}
          ownModel={ownModelOf(trying.asked)}
          onClose={trying.close}
        />
      ) : null}
      {run.choice === null ? null : <RunDialog pipeline={pipeline} {...run.choice} onClose={run.close} />}
    </>
  );
}

/** The node's own model; null if an agent of the workspace defines it. */
function ownModelOf({ draft, node }: Trying): string | null {
  const raw = sketchOf(draft).nodes.find(({ id }) => id === node.id)?.raw;
  const model = raw === undefined ? undefined : fieldAt(raw, ["config", "model"]);
  return typeof model === "string" ? model : null;
}
