"use client";

import { Ellipsis } from "lucide-react";
import dynamic from "next/dynamic";
import { lazy, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { downloadContent } from "#components/ui/download-content.ts";
import { MenuOnDemand } from "#components/ui/floating/menu-on-demand.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { isRecordable } from "#core/run/cassette/is-recordable.ts";
import { useRecording } from "../hooks/use-recording.ts";
import { useLogLines } from "../live-run-context.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import { runAsFile } from "../model/run-as-file.ts";

const bringMenu = () => loadPatiently(() => import("./more-menu-content.tsx"));
const MoreMenuContent = lazy(async () => ({ default: (await bringMenu()).MoreMenuContent }));
const DeleteRunDialog = dynamic(
  async () => (await loadPatiently(() => import("./delete-run-dialog.tsx"))).DeleteRunDialog,
  {
    ssr: false,
  },
);

interface MoreMenuProps {
  readonly snapshot: RunSnapshot;
  /** The URL of the pipeline's editor; null: no permission. */
  readonly editHref: string | null;
  /** Where to go after a deletion; null: no permission. */
  readonly backTo: string | null;
}

/** Less common actions of a run. */
export function MoreMenu({ snapshot, editHref, backTo }: MoreMenuProps) {
  const { run } = snapshot;
  const lines = useLogLines();
  const { save, isSaving } = useRecording(run.id);
  const [isDeleting, setIsDeleting] = useState(false);
  const exportRun = () => {
    const { fileName, text } = runAsFile(snapshot, lines);
    downloadContent(fileName, "application/json", text);
  };
  return (
    <>
      <MenuOnDemand
        menu={(trigger) => (
          <MoreMenuContent
            trigger={trigger}
            editHref={editHref}
            onExport={exportRun}
            onRecord={isRecordable(run.status) && run.bodiesDeletedAtMs === null ? save : null}
            onDelete={backTo === null ? null : () => setIsDeleting(true)}
          />
        )}
        onNear={() => void bringMenu()}
        trigger={
          <Button tone="quiet" size="icon" aria-label="More about this run" isPending={isSaving}>
            <Ellipsis aria-hidden />
          </Button>
        }
      />
      {isDeleting && backTo !== null ? (
        <DeleteRunDialog runId={run.id} backTo={backTo} onClose={() => setIsDeleting(false)} />
      ) : null}
    </>
  );
}
