/** The demo's output: complete lines scroll; on a terminal, growing lines stay below them. */
export interface Screen {
  /** Characters per line. */
  readonly width: number;
  /** Prints complete lines and shows the growing ones; without a terminal only the complete ones. */
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
  // Moves up over the growing lines and clears from there.
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
