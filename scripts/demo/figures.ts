/** 12,480 */
export function formatTokens(count: number): string {
  return count.toLocaleString("en-US");
}

/** Formats micros of US dollars: four decimals below one dollar. An unknown price is never shown as zero. */
export function formatCost(costMicros: number | null, isSandbox: boolean): string {
  if (costMicros === null) return "unknown";
  const dollars = costMicros / 1_000_000;
  const text = `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
  return isSandbox ? `${text} sandbox` : text;
}

/** 1.2 s, 3 m 04 s */
export function formatDuration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, "0")} s`;
}

/** Pads columns to their widest cell; the first is aligned left, the others as given. */
export function formatTable(
  rows: readonly (readonly string[])[],
  rightAligned: ReadonlySet<number>,
): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return rightAligned.has(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
