"use client";

import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { cn } from "../class-names.ts";
import { ScrollRegion } from "./scroll-region.tsx";

/** Up to this many rows, all are rendered. */
const fewRows = 80;
/** Rows rendered beyond each visible edge, so that scrolling and the Tab key find the next row there. */
const marginRows = 16;

interface WindowedListProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  /** The fixed height of every row. */
  readonly rowPx: number;
  readonly keyOf: (row: Row) => string | number;
  readonly renderRow: (row: Row) => ReactNode;
  /** Above the rows; scrolls with them unless it is sticky. */
  readonly header?: ReactNode;
  /** Behind the rows, with their full height. */
  readonly backdrop?: ReactNode;
  readonly className?: string;
  /** The index of a row to scroll into view when it changes; -1 or null: none. */
  readonly shownFirst?: number | null;
}

/** A list with its own scrollbar that, when long, renders only the visible rows. */
export function WindowedList<Row>(props: WindowedListProps<Row>) {
  const { label, rows, rowPx, keyOf, renderRow, header, backdrop, className, shownFirst = null } = props;
  const region = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const [first, setFirst] = useState(0);
  const [room, setRoom] = useState(fewRows);
  const look = useCallback(() => {
    if (region.current === null || list.current === null) return;
    const { scrollTop, clientHeight } = region.current;
    const passed = Math.floor((scrollTop - list.current.offsetTop) / rowPx);
    // In steps, so that not every scrolled row causes a render.
    setFirst(Math.max(0, Math.floor(passed / marginRows) - 1) * marginRows);
    setRoom(Math.ceil(clientHeight / rowPx) + 3 * marginRows);
  }, [rowPx]);
  useEffect(() => {
    if (region.current === null) return;
    const observer = new ResizeObserver(look);
    observer.observe(region.current);
    return () => observer.disconnect();
  }, [look]);

  const from = rows.length <= fewRows ? 0 : Math.min(first, Math.max(0, rows.length - room));
  const to = rows.length <= fewRows ? rows.length : Math.min(rows.length, from + room);
  useLayoutEffect(() => {
    if (list.current === null) return;
    list.current.style.paddingTop = `${from * rowPx}px`;
    list.current.style.paddingBottom = `${(rows.length - to) * rowPx}px`;
  }, [from, to, rows.length, rowPx]);

  useEffect(() => {
    if (region.current === null || list.current === null || shownFirst === null || shownFirst < 0) return;
    region.current.scrollTop = list.current.offsetTop + shownFirst * rowPx - region.current.clientHeight / 3;
  }, [shownFirst, rowPx]);

  return (
    <ScrollRegion
      ref={region}
      label={label}
      className={cn("relative min-h-0 overflow-y-auto", className)}
      onScroll={look}
    >
      {header}
      <div className="relative">
        {backdrop}
        <ol ref={list} className="relative">
          {rows.slice(from, to).map((row, index) => (
            <li key={keyOf(row)} aria-setsize={rows.length} aria-posinset={from + index + 1}>
              {renderRow(row)}
            </li>
          ))}
        </ol>
      </div>
    </ScrollRegion>
  );
}
