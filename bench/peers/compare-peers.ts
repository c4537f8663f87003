import { readFile } from "node:fs/promises";
import { usageError } from "#appliance/bootstrap/command-lines.mjs";
import { measureEffectNodes } from "../effect-nodes.ts";
import { measureFan } from "../fan.ts";
import { alignColumns, type ComparedFigure, type Figure, type Floor, toTable } from "../figure.ts";
import { measureLongChain } from "../long-chain.ts";
import type { Stage } from "../stage.ts";
import { type PeerFigures, peers, readPeer } from "./read-peers.ts";

/**
 * Our P2, P3 and P4 in a table beside the peers' own measurements of the same work. `text` is the output of their
 * benches; a missing peer is reported.
 */
export async function comparePeers(stage: Stage, floor: Floor, text: string): Promise<string> {
  const measured = [measureEffectNodes, measureFan, measureLongChain];
  const figures: Figure[] = [];
  for (const measure of measured) figures.push(...(await measure(stage)));
  const of = (wanted: ComparedFigure) =>
    figures.find(({ comparedAs }) => comparedAs === wanted)?.value ?? null;
  const ours: PeerFigures = {
    rowMs: of("row"),
    runsPerSecond: of("rate"),
    fanMs: of("fan"),
    growth: of("growth"),
    commitMs: floor.commitMs,
    measuredAt: new Date().toISOString(),
  };
  return `${toTable(figures, floor)}\n\n${sideBySide(text, ours)}`;
}

/** The table, and a sentence below it for each peer without results. */
export function sideBySide(text: string, ours: PeerFigures): string {
  const read = peers.map(({ title, ...peer }) => ({ title, figures: readPeer(text, peer) }));
  const rows = read.flatMap(({ title, figures }) => (figures === null ? [] : [toRow(title, figures)]));
  const missing = read.flatMap(({ title, figures }) =>
    figures === null ? [`${title} was not run: there is not one line of it.`] : [],
  );
  const heads = [
    "",
    "10 in a row, p50",
    "to a commit",
    "32 at once",
    "1 -> 50 -> join",
    "500 to 10",
    "measured",
  ];
  return [...alignColumns([heads, ...rows, toRow("Penstock", ours)]), ...missing].join("\n");
}

function toRow(title: string, figures: PeerFigures): readonly string[] {
  const { rowMs, runsPerSecond, fanMs, growth, commitMs, measuredAt } = figures;
  const told = (value: number | null, unit: string) => (value === null ? "-" : `${value.toFixed(1)} ${unit}`);
  return [
    title,
    told(rowMs, "ms"),
    told(rowMs === null || commitMs === null ? null : rowMs / commitMs, "x"),
    told(runsPerSecond, "runs/s"),
    told(fanMs, "ms"),
    told(growth, "x"),
    measuredAt.slice(0, 16).replace("T", " "),
  ];
}

/**
 * Reads the peers' output.
 * @throws UsageError if no file is given, or it does not exist.
 */
export async function readPeerLines(file: string | undefined): Promise<string> {
  if (file === undefined) {
    throw usageError(
      "bench",
      "The peers are measured by themselves: name the file with what they printed by --lines.",
    );
  }
  return readFile(file, "utf8").catch(() => {
    throw usageError("bench", `The lines of the peers cannot be read from ${file}.`);
  });
}
