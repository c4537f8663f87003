"use client";

import { Pin, PinOff } from "lucide-react";
import { Button } from "#components/ui/controls/button.tsx";
import { Field } from "#components/ui/controls/field.tsx";
import { Textarea } from "#components/ui/controls/textarea.tsx";
import type { Json } from "#core/json/json.ts";
import { parseJsonText } from "#core/json/parse-json-text.ts";
import { controlOf, useTyped } from "../../hooks/use-typed.ts";

interface PinnedOutputProps {
  /** Undefined: nothing is pinned. */
  readonly pinned: Json | undefined;
  /** The initial text: the node's last output. */
  readonly last: Json;
  readonly isTrigger: boolean;
  /** Undefined removes the pin. */
  readonly onPin: (output: Json | undefined) => void;
}

/** An output that replaces the node's own when other nodes are tried. It is stored in this browser only. */
export function PinnedOutput({ pinned, last, isTrigger, onPin }: PinnedOutputProps) {
  if (pinned === undefined) {
    return (
      <Button tone="quiet" size="small" className="justify-self-start" onClick={() => onPin(last)}>
        <Pin aria-hidden />
        {isTrigger ? "Pin an input" : "Pin an output"}
      </Button>
    );
  }
  return (
    <div className="grid gap-1">
      <PinnedText pinned={pinned} isTrigger={isTrigger} onPin={onPin} />
      <Button tone="quiet" size="small" className="justify-self-start" onClick={() => onPin(undefined)}>
        <PinOff aria-hidden />
        Remove the pin
      </Button>
    </div>
  );
}

function PinnedText({
  pinned,
  isTrigger,
  onPin,
}: Omit<PinnedOutputProps, "last"> & { readonly pinned: Json }) {
  const typed = useTyped(JSON.stringify(pinned, null, 2), (text) => {
    const parsed = parseJsonText(text);
    if (parsed.ok) onPin(parsed.value);
    return parsed.ok;
  });
  const isJson = parseJsonText(typed.shown).ok;
  return (
    <Field
      label={isTrigger ? "Pinned input of the run" : "Pinned output"}
      isRequired
      error={isJson ? null : "This is not valid JSON. Put text in double quotes."}
      hint="JSON. Tries use it in place of the real value. Only you see it, in this browser."
    >
      {(control) => (
        <Textarea
          {...control}
          rows={3}
          className="max-h-60 font-mono text-mono"
          spellCheck={false}
          {...controlOf(typed)}
        />
      )}
    </Field>
  );
}
