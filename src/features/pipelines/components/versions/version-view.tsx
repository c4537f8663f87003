"use client";

import { ArrowLeft, Play, Undo2 } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { SwitchButtons } from "#components/ui/controls/switch-buttons.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { asJson } from "#core/pipeline/as-json.ts";
import { RequestError } from "#features/errors/index.ts";
import { useMemberNames } from "../../hooks/use-member-names.ts";
import { useVersion } from "../../hooks/use-published.ts";
import type { SideAddress } from "../../hooks/use-side-address.ts";
import { readText } from "../../model/draft/check-text.ts";
import { drawableOf } from "../../model/drawable.ts";
import type { Pipeline, VersionContent } from "../../model/pipeline-outputs.ts";
import { drawnDifference } from "../../model/publish/drawn-difference.ts";
import { diffLines } from "../../model/publish/line-diff.ts";
import { DraftGraph } from "../draft-graph.tsx";
import { DiffView, diffSummary } from "./diff-view.tsx";
import { UseVersionDialog } from "./use-version-dialog.tsx";
import { VersionText } from "./version-text.tsx";

export interface VersionActions {
  /** The draft as it is in the editor. */
  readonly draftText: string;
  /** Null if the draft cannot be edited. */
  readonly onUse: ((version: VersionContent) => void) | null;
  /** Null if nothing may be run. */
  readonly onRun: ((version: number) => void) | null;
}

interface VersionViewProps extends VersionActions {
  readonly pipelineId: Pipeline["id"];
  readonly number: number;
  readonly publishedVersion: number | null;
  readonly address: SideAddress;
}

type Look = "changes" | "drawn" | "text" | "graph";

const none: ReadonlySet<string> = new Set();
const ignore = () => undefined;

/** One published version: its difference to the draft, its text and its graph. */
export function VersionView({ pipelineId, number, publishedVersion, address, ...actions }: VersionViewProps) {
  const { data, error, refetch } = useVersion(pipelineId, number);
  return (
    <div className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)]">
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-1">
        <a
          href={address.hrefOf("versions")}
          onClick={(event) => address.follow(event, "versions")}
          className="flex items-center gap-1 rounded-small text-ink-soft hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-3.5" />
          Versions
        </a>
        <h2 className="font-semibold">Version {number}</h2>
        {number === publishedVersion ? <Badge tone="accent">current</Badge> : null}
        {data === undefined ? null : <Published version={data} />}
        {data === undefined ? null : <VersionButtons version={data} {...actions} />}
        {data === undefined || data.note === null ? null : (
          <p dir="auto" className="w-full whitespace-pre-line break-words text-ink-soft">
            {data.note}
          </p>
        )}
      </div>
      {error !== null ? (
        <RequestError error={error} again={refetch} className="m-4 self-start" />
      ) : data === undefined ? (
        <div role="status" aria-label="Loading the version" className="grid content-start gap-2.5 p-4">
          <Skeleton className="h-3 w-2/3" />
          <Skeleton className="h-3 w-1/2" />
        </div>
      ) : (
        <VersionBody key={data.id} version={data} draftText={actions.draftText} />
      )}
    </div>
  );
}

function Published({ version }: { readonly version: VersionContent }) {
  const by = useMemberNames()(version.createdBy);
  return (
    <span className="text-ink-faint">
      <RelativeTime timeMs={version.createdAtMs} />
      {by === "" ? "" : ` by ${by}`}
    </span>
  );
}

function VersionButtons({
  version,
  draftText,
  onUse,
  onRun,
}: VersionActions & { readonly version: VersionContent }) {
  return (
    <span className="ml-auto flex gap-2">
      {onUse === null ? null : (
        <UseVersionDialog version={version} draftText={draftText} onUse={() => onUse(version)}>
          <Button size="small" disabled={version.text === draftText}>
            <Undo2 aria-hidden />
            Use as draft
          </Button>
        </UseVersionDialog>
      )}
      {onRun === null ? null : (
        <Button size="small" onClick={() => onRun(version.number)}>
          <Play aria-hidden />
          Run version {version.number}
        </Button>
      )}
    </span>
  );
}

interface VersionBodyProps {
  readonly version: VersionContent;
  readonly draftText: string;
}

function VersionBody({ version, draftText }: VersionBodyProps) {
  const isSame = version.text === draftText;
  const [look, setLook] = useState<Look>(isSame ? "text" : "changes");
  const lines = useMemo(() => diffLines(version.text, draftText), [version.text, draftText]);
  const drawable = useMemo(() => drawableOf(asJson(version.definition)), [version.definition]);
  const { number } = version;
  return (
    <div className="grid min-h-0 grid-rows-[auto_minmax(0,1fr)]">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-1.5">
        <SwitchButtons
          label={`View of version ${number}`}
          value={look}
          onValueChange={setLook}
          options={[
            { value: "changes", label: "Changes" },
            { value: "drawn", label: "Drawn changes" },
            { value: "text", label: "Text" },
            { value: "graph", label: "Graph" },
          ]}
        />
        <span className="grow text-ink-faint">
          {look === "changes" || look === "drawn"
            ? `From version ${number} to the draft: ${diffSummary(lines)}`
            : null}
        </span>
      </div>
      {look === "changes" ? (
        <DiffView lines={lines} label={`Changes from version ${number} to the draft`} className="h-full" />
      ) : look === "drawn" ? (
        <DrawnChanges version={version} draftText={draftText} />
      ) : look === "text" ? (
        <VersionText version={version} />
      ) : (
        <DraftGraph
          drawable={drawable}
          label={`Graph of version ${number}`}
          faulty={none}
          selectedId={null}
          onSelect={ignore}
        />
      )}
    </div>
  );
}

/** Both in one graph, with what the draft adds, changes and removes. */
function DrawnChanges({ version, draftText }: VersionBodyProps) {
  const difference = useMemo(
    () => drawnDifference(readText(version.text), readText(draftText)),
    [version.text, draftText],
  );
  return (
    <DraftGraph
      drawable={difference.drawable}
      difference={difference}
      label={`Drawn changes from version ${version.number} to the draft`}
      faulty={none}
      selectedId={null}
      onSelect={ignore}
    />
  );
}
