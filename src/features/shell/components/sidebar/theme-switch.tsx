"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { SwitchButtons } from "#components/ui/controls/switch-buttons.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import type { Theme } from "../../model/preferences.ts";
import { chooseTheme, currentTheme } from "../../model/remember.ts";

const options = [
  { value: "system", name: "System", label: <Monitor aria-hidden /> },
  { value: "light", name: "Light", label: <Sun aria-hidden /> },
  { value: "dark", name: "Dark", label: <Moon aria-hidden /> },
] as const;

/** The theme as three small buttons, for pages without an account menu. */
export function ThemeSwitch() {
  const [chosen, setChosen] = useState<Theme | null>(null);
  const isHydrated = useHydrated();
  const theme = chosen ?? (isHydrated ? currentTheme() : "system");
  return (
    <SwitchButtons
      label="Theme"
      value={theme}
      options={options}
      onValueChange={(next) => {
        chooseTheme(next);
        setChosen(next);
      }}
    />
  );
}
