/** Where the demo prints: finished lines scroll by, and on a terminal the lines still growing stay below them. */
export interface Screen {
  /** Room for text behind a prefix. */
  readonly width: number;
  print(lines: readonly string[]): void;
  /** Replaces the growing lines. Does nothing where there is no terminal. */
  grow(lines: readonly string[]): void;
}

interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const plainWidth = 110;

export function createScreen(output: Output): Screen {
  const isLive = output.isTTY === true;
  let growing: readonly string[] = [];
  // Up over the growing lines and clear from there on.
  const clear = () => (growing.length === 0 ? "" : `\x1b[${growing.length}A\r\x1b[J`);
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
  return {
    width: (isLive ? (output.columns ?? plainWidth) : plainWidth) - 1,
    print(lines) {
      if (lines.length > 0) output.write(`${clear()}${text(lines)}${text(growing)}`);
    },
    grow(lines) {
      if (!isLive) return;
      output.write(`${clear()}${text(lines)}`);
      growing = [...lines];
    },
  };
}
