"use client";

import { Copy } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { copyText } from "#components/ui/controls/copy-text.ts";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import type { VersionContent } from "../../model/pipeline-outputs.ts";
import { diffLines } from "../../model/publish/line-diff.ts";
import { DiffView, diffSummary } from "./diff-view.tsx";

interface UseVersionDialogProps {
  readonly version: VersionContent;
  readonly draftText: string;
  readonly onUse: () => void;
  /** The button that opens it. */
  readonly children: ReactNode;
}

/** Confirms replacing the draft by a version's text, and shows what would be lost. */
export function UseVersionDialog({ version, draftText, onUse, children }: UseVersionDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const lines = useMemo(
    () => (isOpen ? diffLines(draftText, version.text) : []),
    [isOpen, draftText, version.text],
  );
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={children}
      size="wide"
      title={`Use version ${version.number} as the draft?`}
      description={`The draft's text is replaced by that of version ${version.number}: ${diffSummary(lines)}. Undo brings it back while this page is open. To keep it longer, publish or copy it first.`}
      actions={
        <>
          <Button tone="quiet" className="mr-auto" onClick={() => void copy(draftText)}>
            <Copy aria-hidden />
            Copy the draft
          </Button>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            tone="primary"
            onClick={() => {
              setIsOpen(false);
              onUse();
            }}
          >
            Use version {version.number}
          </Button>
        </>
      }
    >
      <DiffView
        lines={lines}
        label={`Changes from the draft to version ${version.number}`}
        className="max-h-[46dvh] rounded-base border"
      />
    </Dialog>
  );
}

async function copy(text: string): Promise<void> {
  if (await copyText(text)) showToast({ title: "Draft copied" });
  else showToast({ tone: "failed", title: "Not copied", description: "The browser does not allow it here." });
}
