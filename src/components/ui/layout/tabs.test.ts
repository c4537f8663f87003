import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Tabs } from "./tabs.tsx";

const described = { facts: "what is known", runs: "what has run" };
const markup = renderToStaticMarkup(
  createElement(Tabs, {
    label: "About it",
    value: "runs",
    onValueChange: () => {},
    tabs: Object.entries(described).map(([value, content]) => ({ value, label: value, content })),
  }),
);
/** The attributes of each element with the given role, by accessible name. */
const withRole = (role: string) =>
  [...markup.matchAll(new RegExp(`<[a-z]+ ([^>]*role="${role}"[^>]*)>`, "g"))].map(([, attributes = ""]) =>
    Object.fromEntries(
      [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
    ),
  );

it("is one tab stop, and marks the selected tab", () => {
  expect(withRole("tablist")).toMatchObject([{ "aria-label": "About it", "aria-orientation": "horizontal" }]);
  expect(withRole("tab")).toMatchObject([
    { type: "button", "aria-selected": "false", tabindex: "-1" },
    { type: "button", "aria-selected": "true", tabindex: "0" },
  ]);
});

it("has a panel for each tab, and shows the selected one", () => {
  const panels = withRole("tabpanel");
  expect(panels.map(({ id }) => id)).toEqual(withRole("tab").map((tab) => tab["aria-controls"]));
  expect(panels.map((panel) => panel["aria-labelledby"])).toEqual(withRole("tab").map(({ id }) => id));
  expect(panels.map((panel) => "hidden" in panel)).toEqual([true, false]);
  expect(markup).toContain(described.runs);
  expect(markup).not.toContain(described.facts);
});
