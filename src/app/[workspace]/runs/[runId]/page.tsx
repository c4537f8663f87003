import { isTrackedEnvelope } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { RunEvent } from "#core/events/run-event.ts";
import { type RunId, runIdSchema } from "#core/ids.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { RunPage, readLiveTexts, runTitle } from "#features/runs/index.ts";
import { Hydrate, requestQueryClient, serverApi, serverOptions } from "#lib/trpc/server.tsx";
import { orNotFound } from "../../../or-not-found.ts";

interface PageProps {
  readonly params: Promise<{ readonly workspace: string; readonly runId: string }>;
}

async function load({ params }: PageProps) {
  const { workspace, runId } = await params;
  const id = runIdSchema.safeParse(runId);
  if (!id.success) notFound();
  const options = await serverOptions(workspace);
  return orNotFound(requestQueryClient().fetchQuery(options.runs.get.queryOptions({ runId: id.data })));
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const { run } = await load(props);
  return { title: runTitle(run.pipelineName, run.status) };
}

export default async function Page(props: PageProps) {
  const { run } = await load(props);
  const { workspace } = await props.params;
  const texts = isTerminalRun(run.status)
    ? {}
    : await readLiveTexts(logOf(workspace, run.id), run.lastEventSeq);
  return (
    <Hydrate>
      <RunPage runId={run.id} texts={texts} />
    </Hydrate>
  );
}

async function* logOf(workspace: string, runId: RunId): AsyncGenerator<RunEvent> {
  const api = await serverApi(workspace);
  for await (const line of await api.runs.watch({ runId, outputs: "small" })) {
    // In-process calls return each line still in its wire envelope.
    yield isTrackedEnvelope<RunEvent>(line) ? line[1] : line.data;
  }
}
