import { readFileSync } from "node:fs";
import { join } from "node:path";
import { styleText } from "node:util";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import type { PenstockClient } from "#client/create-client.ts";
import { watchRun } from "#client/watch-run.ts";
import type { PipelineId } from "#core/ids.ts";
import { createRunPrinter } from "./print-run.ts";
import { createScreen } from "./screen.ts";
import { type RunReport, summarizeRun } from "./summarize-run.ts";

interface ReviewOptions {
  readonly pipelineId: PipelineId;
  /** The base URL of the workspace's pages. */
  readonly workspaceUrl: string;
  readonly signal: AbortSignal;
}

/** Runs the sample pipeline on the repository's own licence, shows it live, and returns whether the run completed. */
export async function reviewLicense(client: PenstockClient, options: ReviewOptions): Promise<boolean> {
  const { pipelineId, workspaceUrl, signal } = options;
  const screen = createScreen(process.stdout);
  const text = readFileSync(join(repositoryRoot, "LICENSE"), "utf8");
  const input = { title: "Apache License 2.0", text };
  const { runId } = await client.runs.start.mutate({ pipelineId, input });
  const address = `${workspaceUrl}/runs/${runId}`;
  const { definition } = await client.runs.get.query({ runId });

  const print = (...lines: readonly string[]) => screen.update(lines, []);
  print("", `${styleText("bold", definition.name)} on LICENSE`, address, "");
  const printer = createRunPrinter(definition, screen);
  for await (const event of watchRun(client, { runId, signal })) printer.take(event);
  signal.throwIfAborted();

  const report = await client.runs.get.query({ runId });
  print(...(await artifactLines(client, report)));
  print("", ...summarizeRun(report), "", `The run: ${address}`, "");
  if (report.run.error !== null) print(`The run ${report.run.status}: ${report.run.error.message}`, "");
  return report.run.status === "completed";
}

async function artifactLines(client: PenstockClient, report: RunReport): Promise<readonly string[]> {
  const saved = report.artifacts.find((artifact) => artifact.kind === "saved");
  if (saved === undefined) return [];
  const { name, content, mediaType, sizeBytes } = await client.artifacts.get.query({ artifactId: saved.id });
  return [
    "",
    styleText("bold", `${name} (${mediaType}, ${sizeBytes} bytes)`),
    "",
    ...content.trimEnd().split("\n"),
  ];
}
