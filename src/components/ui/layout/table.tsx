import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";
import { moveBetweenRows } from "./move-between-rows.ts";

interface TableProps extends ComponentProps<"table"> {
  /** The table's accessible name. */
  readonly label: string;
}

/**
 * Fills the page to its edges; arrow keys move from row to row. Columns disappear by the table's own width
 * (`@max-2xl:hidden`), not the window's, which does not account for the sidebar. So the rest fits and rows keep their
 * height; horizontal scrolling is the last resort.
 */
export function Table({ label, className, ...props }: TableProps) {
  return (
    <div className="@container relative w-full overflow-x-auto">
      <table
        aria-label={label}
        onKeyDown={moveBetweenRows}
        className={cn("w-full border-collapse text-left", className)}
        {...props}
      />
    </div>
  );
}

export function TableHead({ className, ...props }: ComponentProps<"thead">) {
  return <thead className={cn("text-ink-faint", className)} {...props} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody {...props} />;
}

/** A row covered by its first link: a click anywhere opens it, and a middle click opens a new tab. */
export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return (
    <tr
      className={cn(
        "relative border-b hover:bg-hover/60 has-[a[data-row]:focus-visible]:bg-accent-soft/60",
        className,
      )}
      {...props}
    />
  );
}

const cellClasses = "h-9 px-3 first:pl-6 last:pr-6 max-sm:first:pl-4 max-sm:last:pr-4";

/** `aria-sort` announces that the rows are sorted by this column, and shows it. */
export function TableHeading({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cn(
        cellClasses,
        "h-8 whitespace-nowrap border-b font-normal text-mono [&>*]:align-middle",
        "aria-[sort=ascending]:after:ml-1 aria-[sort=ascending]:after:content-['↑']",
        "aria-[sort=descending]:after:ml-1 aria-[sort=descending]:after:content-['↓']",
        className,
      )}
      {...props}
    />
  );
}

export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn(cellClasses, "py-1 [&>*]:align-middle", className)} {...props} />;
}

/** For the link of a row, together with `data-row`: it then covers the whole row. */
export const rowLinkClasses = "font-medium outline-offset-2 after:absolute after:inset-0 after:content-['']";
