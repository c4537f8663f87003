"use client";

import type { Completion } from "@codemirror/autocomplete";
import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import type { FieldControlProps } from "#components/ui/controls/field.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import { expressionOptions } from "../../../editor/complete-expression.ts";
import { useTyped } from "../../../hooks/use-typed.ts";
import type { SourceFormat } from "../../../model/form/form-fields.ts";
import { withOpening } from "../../../model/form/placeholders.ts";
import { PreviewLine } from "../../try/preview-line.tsx";
import { type FieldPath, useFormContext } from "../form-context.ts";
import { ChipLayer } from "./chip-layer.tsx";

/** Actions beside the field. */
export interface SourceInputHandle {
  /** Opens the suggestions at the cursor. */
  readonly insert: () => void;
}

interface SourceInputProps {
  readonly ref?: Ref<SourceInputHandle>;
  readonly control: FieldControlProps;
  readonly value: string;
  readonly format: SourceFormat | null;
  readonly isLong: boolean;
  readonly placeholder?: string;
  /** The field's path in its node, which determines the available names. */
  readonly path: FieldPath;
  readonly onCommit: (text: string) => boolean;
}

interface Offer {
  readonly options: readonly Completion[];
  /** How much of the name is already typed. */
  readonly from: number;
}

const mostOffered = 50;

/** A text with placeholders, which suggests names while typing, as the text editor does. */
export function SourceInput(props: SourceInputProps) {
  const { control, value, format, isLong, placeholder, onCommit } = props;
  const { isReadOnly } = useFormContext();
  const typed = useTyped(value, onCommit);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const completion = useCompletion(props, field, typed.change);
  const { offer, active } = completion;
  const isOpen = offer !== null;
  const chips = useRef<HTMLDivElement>(null);
  const hasChips = format === "template";
  useImperativeHandle(props.ref, () => ({ insert: completion.insert }));
  return (
    <div className="relative">
      {/* The layer's letters must be exactly below the field's, so both share these styles. */}
      <div className={cn("relative grid rounded-base", isReadOnly ? "bg-sunken" : "bg-paper")}>
        {hasChips ? (
          <ChipLayer
            ref={chips}
            text={typed.shown}
            className="border border-transparent px-2.5 py-1.5 font-mono text-mono max-sm:text-[16px]"
          />
        ) : null}
        <Textarea
          {...control}
          ref={field}
          rows={isLong ? 4 : 1}
          className={cn(
            format === null ? "" : "font-mono text-mono",
            isLong ? "min-h-20" : "min-h-8",
            hasChips && "relative bg-transparent [&[readonly]]:bg-transparent",
          )}
          onScroll={({ currentTarget }) => {
            if (chips.current !== null) chips.current.scrollTop = currentTarget.scrollTop;
          }}
          {...(placeholder === undefined ? {} : { placeholder })}
          readOnly={isReadOnly}
          spellCheck={format === "template"}
          autoComplete="off"
          // A multi-line field cannot have the role combobox, so it stays a textbox that controls a list.
          aria-haspopup={format === null ? undefined : "listbox"}
          aria-controls={isOpen ? listId : undefined}
          aria-autocomplete={format === null ? undefined : "list"}
          aria-activedescendant={isOpen ? `${listId}-${active}` : undefined}
          value={typed.shown}
          onChange={(event) => {
            typed.change(event.target.value);
            completion.look(event.target.value, event.target.selectionStart);
          }}
          onBlur={() => {
            typed.leave();
            completion.close();
          }}
          onKeyDown={(event) => {
            typed.press(event);
            completion.press(event);
          }}
        />
      </div>
      {offer === null ? null : (
        <OfferList id={listId} offer={offer} active={active} onTake={completion.take} />
      )}
      {isOpen ? null : <PreviewLine path={props.path} format={format} text={typed.shown} />}
    </div>
  );
}

interface OfferListProps {
  readonly id: string;
  readonly offer: Offer;
  readonly active: number;
  readonly onTake: (option: Completion) => void;
}

function OfferList({ id, offer, active, onTake }: OfferListProps) {
  const options = offer.options.map((option, index) => {
    const part = {
      id: `${id}-${index}`,
      role: "option",
      "aria-selected": index === active,
      // Keep the focus in the field.
      onPointerDown: (event: { preventDefault(): void }) => event.preventDefault(),
      onClick: () => onTake(option),
    } as const;
    return (
      <div
        key={option.label}
        {...part}
        // Arrow keys may reach an option outside the visible part.
        ref={index === active ? (shown) => shown?.scrollIntoView({ block: "nearest" }) : undefined}
        className={cn(
          "flex cursor-pointer items-baseline gap-2 rounded-small px-2 py-1",
          index === active && "bg-accent-soft",
        )}
      >
        <span className="text-mono">{option.label}</span>
        <span className="min-w-0 grow truncate text-right text-ink-soft">{option.detail}</span>
      </div>
    );
  });
  return (
    <div
      id={id}
      role="listbox"
      aria-label="What can be written here"
      className="absolute top-full right-0 left-0 z-20 mt-1 max-h-60 overflow-y-auto rounded-base border bg-raised p-1 shadow-float"
    >
      {options}
    </div>
  );
}

/** The suggestions at the cursor, and their keyboard handling. */
function useCompletion(
  { format, path }: SourceInputProps,
  field: { readonly current: HTMLTextAreaElement | null },
  change: (text: string) => void,
) {
  const { names } = useFormContext();
  const isUndo = path.includes("undo");
  const sees = {
    seesOutput: isUndo || path[0] === "output",
    seesSecrets: path[0] === "config",
    seesError: isUndo,
  };
  const [offer, setOffer] = useState<Offer | null>(null);
  const [active, setActive] = useState(0);
  const close = () => setOffer(null);
  const look = (text: string, cursor: number, isAsked = false) => {
    const before = writtenBefore(format, text.slice(0, cursor));
    const found =
      before === null ? null : expressionOptions({ text: before, ...sees }, names, names.isInBody);
    const word = before === null || found === null ? "" : before.slice(before.length - found.from);
    const isBegun = isAsked || word !== "" || /[.{]\s*$/.test(before ?? "");
    const options = (found?.options ?? [])
      .filter(({ label }) => label !== word && label.toLowerCase().startsWith(word.toLowerCase()))
      .slice(0, mostOffered);
    setActive(0);
    setOffer(isBegun && options.length > 0 ? { options, from: word.length } : null);
  };
  const take = (option: Completion) => {
    const area = field.current;
    if (area === null || offer === null) return;
    const cursor = area.selectionStart;
    const written = typeof option.apply === "string" ? option.apply : option.label;
    const before = area.value.slice(0, cursor - offer.from) + written;
    const whole = before + area.value.slice(cursor);
    change(whole);
    close();
    stand(area, whole, before.length, written.endsWith("."));
  };
  /** Sets the cursor once the text has arrived, unless somebody has typed more. */
  const stand = (area: HTMLTextAreaElement, text: string, cursor: number, looksOn: boolean) =>
    requestAnimationFrame(() => {
      if (area.value !== text) return;
      area.setSelectionRange(cursor, cursor);
      if (looksOn) look(text, cursor, true);
    });
  const insert = () => {
    const area = field.current;
    if (area === null || format !== "template") return;
    area.focus();
    const opened = withOpening(area.value, area.selectionStart, area.selectionEnd);
    if (opened.text !== area.value) change(opened.text);
    stand(area, opened.text, opened.cursor, true);
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { value, selectionStart } = event.currentTarget;
    const isAsked = format !== null && event.key === " " && event.ctrlKey;
    if (isAsked) look(value, selectionStart, true);
    else if (offer === null || !answer(event.key, offer)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const answer = (key: string, { options }: Offer): boolean => {
    const chosen = options[active];
    if (key === "Escape") close();
    else if (key in steps) setActive((active + (steps[key] ?? 0) + options.length) % options.length);
    else if ((key === "Enter" || key === "Tab") && chosen !== undefined) take(chosen);
    else return false;
    return true;
  };
  return { offer, active, look, take, insert, press, close };
}

/** The expression up to the cursor; null outside of an expression. */
function writtenBefore(format: SourceFormat | null, before: string): string | null {
  if (format === "expression") return before;
  return format === "template" ? (/\{\{([^}]*)$/.exec(before)?.[1] ?? null) : null;
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
