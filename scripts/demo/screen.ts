/** Where the demo prints: finished lines scroll by, and on a terminal the lines still growing stay below them. */
export interface Screen {
  /** Characters to a line. */
  readonly width: number;
  /** Prints finished lines, and shows what grows now; without a terminal only the finished ones. */
  update(finished: readonly string[], growing: readonly string[]): void;
}

interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const plainWidth = 110;

export function createScreen(output: Output): Screen {
  const isLive = output.isTTY === true;
  let shown = 0;
  // Up over the growing lines and clear from there on.
  const clear = () => (shown === 0 ? "" : `\x1b[${shown}A\r\x1b[J`);
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
  return {
    width: (isLive ? (output.columns ?? plainWidth) : plainWidth) - 1,
    update(finished, growing) {
      const kept = isLive ? growing : [];
      const written = `${clear()}${text(finished)}${text(kept)}`;
      shown = kept.length;
      if (written !== "") output.write(written);
    },
  };
}
