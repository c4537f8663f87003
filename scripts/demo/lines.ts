/** Wraps a stream of text into lines that fit a terminal, at spaces where possible. */
export interface LineCutter {
  /** Takes the next piece; returns the lines it completed. */
  take(text: string): readonly string[];
  /** The incomplete last line. */
  rest(): string;
  /** Ends the text: the rest becomes a line, unless it is empty. */
  end(): readonly string[];
}

export function createLineCutter(width: number): LineCutter {
  let rest = "";
  return {
    take(text) {
      const parts = (rest + text).replaceAll("\r", "").split("\n");
      const wrapped = parts.flatMap((part, index) => wrap(part, width, index === parts.length - 1));
      rest = wrapped.pop() ?? "";
      return wrapped;
    },
    rest: () => rest,
    end() {
      const last = rest.trim() === "" ? [] : [rest.trimEnd()];
      rest = "";
      return last;
    },
  };
}

/** An incomplete line keeps its trailing space, since more may follow. */
function wrap(text: string, width: number, isOpen: boolean): string[] {
  const lines: string[] = [];
  let remaining = text;
  while (remaining.length > width) {
    const space = remaining.lastIndexOf(" ", width);
    const cut = space > 0 ? space : width;
    lines.push(remaining.slice(0, cut).trimEnd());
    remaining = remaining.slice(cut).trimStart();
  }
  return [...lines, isOpen ? remaining : remaining.trimEnd()];
}
