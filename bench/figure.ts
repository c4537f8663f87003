/** What raw PostgreSQL does on this machine in this minute: what all else is compared with. */
export interface Floor {
  /** One single-row INSERT on one connection, to the end of its commit. */
  readonly commitMs: number;
  /** The same on sixteen connections at once. */
  readonly commitsPerSecond: number;
}

/** One measured number. */
export interface Figure {
  /** P1, P2 ... as the targets name them. */
  readonly work: string;
  readonly what: string;
  readonly value: number;
  readonly unit: "ms" | "runs/s" | "per node" | "times" | "lost";
  /** What it must be; whether that is a most or a least follows from the unit. Absent: told for comparison. */
  readonly target?: number;
  /** What we would like it to be. */
  readonly goal?: number;
}

function isMet({ unit, value }: Figure, bound: number): boolean {
  return unit === "runs/s" ? value >= bound : value <= bound;
}

/**
 * Milliseconds in raw commits, rates as a share of the raw rate: these travel between machines, milliseconds do not.
 */
function ratio({ unit, value }: Figure, floor: Floor): string {
  if (unit === "ms") return `${(value / floor.commitMs).toFixed(1)} x`;
  return unit === "runs/s" ? `${((value / floor.commitsPerSecond) * 100).toFixed(1)} %` : "";
}

function judge(figure: Figure): string {
  const { target, goal } = figure;
  if (goal !== undefined && isMet(figure, goal)) return "goal met";
  if (target === undefined) return "";
  return isMet(figure, target) ? "met" : "NOT MET";
}

function bound({ unit }: Figure, value: number | undefined): string {
  return value === undefined ? "" : `${unit === "runs/s" ? ">=" : "<="} ${value}`;
}

/** The figures as a table of text, one line each. */
export function toTable(figures: readonly Figure[], floor: Floor): string {
  const rows = figures.map((figure) => [
    figure.work,
    figure.what,
    `${figure.value.toFixed(figure.value < 100 ? 1 : 0)} ${figure.unit}`,
    ratio(figure, floor),
    bound(figure, figure.target),
    bound(figure, figure.goal),
    judge(figure),
  ]);
  const all = [["", "what", "figure", "to raw", "target", "goal", ""], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
