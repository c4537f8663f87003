import { CopyButton } from "#components/ui/controls/copy-button.tsx";
import { SwitchButtons } from "#components/ui/controls/switch-buttons.tsx";

/** Rendered, or as plain text. */
export type Look = "rendered" | "raw";

interface LookBarProps {
  readonly look: Look;
  readonly onLookChange: (look: Look) => void;
  /** The label of the plain view: "Plain", "JSON". */
  readonly rawWord: string;
  /** The text to copy. */
  readonly whole: string;
}

export function LookBar({ look, onLookChange, rawWord, whole }: LookBarProps) {
  const options = [
    { value: "rendered", label: "Rendered" },
    { value: "raw", label: rawWord },
  ] as const;
  return (
    <div className="flex items-center justify-end gap-1 px-3 pt-2">
      <SwitchButtons<Look>
        label="How it is shown"
        value={look}
        onValueChange={onLookChange}
        options={options}
      />
      <CopyButton text={whole} label="Copy all of it" />
    </div>
  );
}
