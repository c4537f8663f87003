"use client";

import { Play } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";

interface PipelineActionsProps {
  readonly mayWrite: boolean;
  readonly mayRun: boolean;
  /** Why it is disabled: the draft has errors, or is already published. Null if it is enabled. */
  readonly publishObstacle: string | null;
  readonly runObstacle: string | null;
  readonly onPublish: () => void;
  readonly onValidate: () => void;
  readonly isValidating: boolean;
  /** Null while the dialog for starting a run is loading. */
  readonly onRun: (() => void) | null;
}

/** The actions of a pipeline. The primary one is last and filled. */
export function PipelineActions(props: PipelineActionsProps) {
  return (
    <>
      {props.mayWrite ? (
        <>
          <Button
            tone="quiet"
            onClick={props.onValidate}
            isPending={props.isValidating}
            className="max-sm:hidden"
          >
            Validate
          </Button>
          <Button
            disabled={props.publishObstacle !== null}
            {...explained(props.publishObstacle)}
            onClick={props.onPublish}
          >
            Publish
          </Button>
        </>
      ) : null}
      {props.mayRun ? (
        <Button
          tone="primary"
          disabled={props.runObstacle !== null}
          {...explained(props.runObstacle)}
          onClick={props.onRun ?? undefined}
          isPending={props.onRun === null}
          aria-keyshortcuts="Meta+Enter Control+Enter"
        >
          <Play aria-hidden />
          Run pipeline
        </Button>
      ) : null}
    </>
  );
}

function explained(obstacle: string | null) {
  return obstacle === null ? {} : { title: obstacle, "aria-description": obstacle };
}
