/** Raw PostgreSQL on this machine right now: the baseline for everything else. */
export interface Floor {
  /** One single-row INSERT on one connection, including its commit. */
  readonly commitMs: number;
  /** The same on sixteen connections in parallel. */
  readonly commitsPerSecond: number;
}

/** One measured number. */
export interface Figure {
  /** P1, P2 ..., as the targets name them. */
  readonly work: string;
  readonly what: string;
  readonly value: number;
  readonly unit:
    | "ms"
    | "runs/s"
    | "items/s"
    | "per node"
    | "bytes per node"
    | "times"
    | "lost"
    | "MB"
    | "runs";
  /** The target; the unit determines whether it is a maximum or a minimum. Absent: shown for comparison. */
  readonly target?: number;
  /** The desired value. */
  readonly goal?: number;
  /** What it consists of, in a few words. */
  readonly detail?: string;
  /** The peers' figure to compare it with. */
  readonly comparedAs?: ComparedFigure;
}

/**
 * The works measured of us and of peers: ten steps in a row, thirty-two such runs in parallel, a fan of fifty, and 500
 * in a row compared with ten.
 */
export type ComparedFigure = "row" | "rate" | "fan" | "growth";

function isMet({ unit, value }: Figure, bound: number): boolean {
  return unit === "runs/s" ? value >= bound : value <= bound;
}

/**
 * Milliseconds as multiples of a raw commit, rates as a share of the raw rate: these are comparable between machines.
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

/** The figures as a text table, one line each, with details below it. */
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
  const lines = alignColumns(all);
  const details = [undefined, ...figures.map(({ detail }) => detail)];
  return lines
    .flatMap((line, at) => (details[at] === undefined ? [line] : [line, `    ${details[at]}`]))
    .join("\n");
}

/** Rows of cells as lines of text, each column padded to its widest cell. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
