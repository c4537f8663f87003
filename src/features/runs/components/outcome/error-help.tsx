"use client";

import { KeyRound, ListTree, Wallet, Workflow } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/controls/button.tsx";
import type { ErrorInfo } from "#core/errors.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { useOptionalShell } from "#features/shell/index.ts";
import { useRunHref } from "../../hooks/use-run-href.ts";
import { errorPlace, failedRunOf } from "../../model/error-place.ts";

interface ErrorHelpProps {
  readonly error: ErrorInfo;
  readonly pipelineId: string;
  /** The node of the error; null for the run's own. */
  readonly nodeId?: string | null;
}

/** A link to where the error can be fixed; renders nothing without permission. */
export function ErrorHelp({ error, pipelineId, nodeId = null }: ErrorHelpProps) {
  const shell = useOptionalShell();
  const runHref = useRunHref();
  const place = errorPlace(error);
  const failed = failedRunOf(error);
  if (shell !== null && failed !== null) {
    return (
      <Button asChild size="small">
        <Link href={runHref(failed.runId)}>
          <ListTree aria-hidden />
          {failed.item === null ? "Open its run" : `Open item ${failed.item}`}
        </Link>
      </Button>
    );
  }
  if (shell === null || place === null) return null;
  const { slug, role } = shell.workspace;
  if (place === "keys") {
    return isAllowed(role, "keys.read") ? (
      <Button asChild size="small">
        <Link href={`/${slug}/keys`}>
          <KeyRound aria-hidden />
          Provider keys
        </Link>
      </Button>
    ) : null;
  }
  if (place === "budgets") {
    return isAllowed(role, "budgets.read") ? (
      <Button asChild size="small">
        <Link href={`/${slug}/budgets`}>
          <Wallet aria-hidden />
          Budgets
        </Link>
      </Button>
    ) : null;
  }
  return isAllowed(role, "pipelines.write") ? (
    <OpenPipeline path={`/${slug}/pipelines/${pipelineId}`} nodeId={nodeId} />
  ) : null;
}

interface OpenPipelineProps {
  readonly path: string;
  readonly nodeId: string | null;
}

function OpenPipeline({ path, nodeId }: OpenPipelineProps) {
  return (
    <Button asChild size="small">
      <Link href={nodeId === null ? path : `${path}?node=${encodeURIComponent(nodeId)}`}>
        <Workflow aria-hidden />
        {nodeId === null ? "Open the pipeline" : "Open it in the editor"}
      </Link>
    </Button>
  );
}
