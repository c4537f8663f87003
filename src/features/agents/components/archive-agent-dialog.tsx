"use client";

import { Button } from "#components/ui/controls/button.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";

interface ArchiveAgentDialogProps {
  readonly name: string;
  /** The pipelines whose drafts use it. */
  readonly pipelineNames: readonly string[];
  readonly isPending: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

export function ArchiveAgentDialog(props: ArchiveAgentDialogProps) {
  const { name, pipelineNames, isPending, onConfirm, onClose } = props;
  const drafts =
    pipelineNames.length === 1
      ? "1 draft uses it and cannot be published or run until it uses another agent."
      : `${pipelineNames.length} drafts use it and cannot be published or run until they use another agent.`;
  return (
    <Dialog
      open
      size="small"
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={`Archive ${name}?`}
      description={`${drafts} Published versions keep it and still run.`}
      actions={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button tone="danger" isPending={isPending} onClick={onConfirm}>
            Archive agent
          </Button>
        </>
      }
    >
      <ul aria-label="Drafts that use it" className="list-disc pl-5">
        {pipelineNames.map((pipelineName) => (
          <li key={pipelineName}>{pipelineName}</li>
        ))}
      </ul>
    </Dialog>
  );
}
