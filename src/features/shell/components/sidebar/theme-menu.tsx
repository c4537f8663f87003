"use client";

import { useState } from "react";
import { MenuLabel, MenuRadioGroup } from "#components/ui/floating/dropdown-menu.tsx";
import type { Theme } from "../../model/preferences.ts";
import { chooseTheme, currentTheme } from "../../model/remember.ts";

const options: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** The theme's part of a menu; rendered only in the browser, when the menu opens. */
export function ThemeMenuGroup() {
  const [theme, setTheme] = useState(currentTheme);
  return (
    <>
      <MenuLabel>Theme</MenuLabel>
      <MenuRadioGroup
        value={theme}
        options={options}
        onValueChange={(chosen) => {
          chooseTheme(chosen);
          setTheme(chosen);
        }}
      />
    </>
  );
}
