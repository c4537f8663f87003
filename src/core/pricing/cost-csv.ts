/** One line of an export: what one model behind one key cost for one node, on one day and by one member. */
export interface CostLine {
  readonly day: string;
  readonly pipelineId: string;
  /** A name is null if it is gone, or never existed. */
  readonly pipelineName: string | null;
  readonly nodeId: string;
  readonly provider: string;
  readonly model: string;
  readonly keyId: string | null;
  readonly keyName: string | null;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly isSandbox: boolean;
  readonly calls: number;
  readonly unpricedCalls: number;
  readonly estimatedCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheReadTokens: number;
  /** Millionths of a US dollar. */
  readonly costMicros: number;
}

/** A text that anybody may have written; a value written as it is; nothing. */
type Cell = string | { readonly plain: string | number } | null;

const columns: readonly (readonly [name: string, of: (line: CostLine) => Cell])[] = [
  ["day_utc", ({ day }) => day],
  ["pipeline", ({ pipelineName }) => pipelineName],
  ["pipeline_id", ({ pipelineId }) => pipelineId],
  ["node", ({ nodeId }) => nodeId],
  ["provider", ({ provider }) => provider],
  ["model", ({ model }) => model],
  ["key", ({ keyName }) => keyName],
  ["key_id", ({ keyId }) => keyId],
  ["member", ({ userName }) => userName],
  ["member_id", ({ userId }) => userId],
  ["money", ({ isSandbox }) => (isSandbox ? "sandbox" : "real")],
  ["calls", ({ calls }) => ({ plain: calls })],
  ["calls_without_price", ({ unpricedCalls }) => ({ plain: unpricedCalls })],
  ["calls_estimated", ({ estimatedCalls }) => ({ plain: estimatedCalls })],
  ["input_tokens", ({ inputTokens }) => ({ plain: inputTokens })],
  ["output_tokens", ({ outputTokens }) => ({ plain: outputTokens })],
  ["cache_write_tokens", ({ cacheWriteTokens }) => ({ plain: cacheWriteTokens })],
  ["cache_read_tokens", ({ cacheReadTokens }) => ({ plain: cacheReadTokens })],
  ["cost_usd", costOf],
];

/** The first line: the names of the columns. */
export const costCsvHead = `${columns.map(([name]) => name).join(",")}\r\n`;

/** The line as CSV (RFC 4180), with its end. A text never becomes a formula in a spreadsheet. */
export function toCsvLine(line: CostLine): string {
  return `${columns.map(([, of]) => writeCell(of(line))).join(",")}\r\n`;
}

/** Empty if no call had a price: that is unknown, and not zero. To the millionth, without rounding. */
function costOf({ costMicros, calls, unpricedCalls }: CostLine): Cell {
  if (costMicros === 0 && calls > 0 && calls === unpricedCalls) return null;
  const digits = String(Math.abs(costMicros)).padStart(7, "0");
  return { plain: `${costMicros < 0 ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}` };
}

/** What spreadsheets take for the beginning of a formula, even inside quotes. */
const formulaBegin = /^[=+\-@\t\r\n\uFF0B\uFF0D\uFF1D\uFF20]/;

function writeCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell.plain);
  const text = formulaBegin.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) || text !== cell ? `"${text.replaceAll('"', '""')}"` : text;
}
