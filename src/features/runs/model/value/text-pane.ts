/** From this length on a paragraph ends at the next line break, so that earlier text is not laid out again. */
const paragraphLength = 1_500;

export interface TextPane {
  /** Shows `text`; if it continues what the same attempt has shown, only the rest is written. */
  readonly show: (text: string, attempt: number) => void;
}

/** Appends growing text to an element. Nothing else may change the element's content. */
export function createTextPane(host: HTMLElement): TextPane {
  const page = host.ownerDocument;
  let shown = "";
  let shownAttempt = 0;
  let last: Text | null = null;

  const write = (piece: string) => {
    if (last === null) {
      last = page.createTextNode(piece);
      const paragraph = page.createElement("div");
      paragraph.append(last);
      host.append(paragraph);
    } else {
      last.appendData(piece);
    }
  };

  const add = (text: string) => {
    let rest = text;
    while (rest !== "") {
      const end = last !== null && last.length >= paragraphLength ? rest.indexOf("\n") : -1;
      if (end === -1) {
        write(rest);
        return;
      }
      // The line break itself is dropped, since each block is on a line of its own.
      write(rest.slice(0, end));
      rest = rest.slice(end + 1);
      last = null;
    }
  };

  return {
    show(text, attempt) {
      const goesOn = attempt === shownAttempt && text.length >= shown.length && text.startsWith(shown);
      if (!goesOn) {
        host.replaceChildren();
        last = null;
        shown = "";
      }
      add(text.slice(shown.length));
      shown = text;
      shownAttempt = attempt;
    },
  };
}
