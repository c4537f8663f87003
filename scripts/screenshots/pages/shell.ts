import { inWorkspace, type PictureOf, pressing } from "../picture.ts";

/** The shell around pages, and the not-found pages. */
export const shellPages: readonly PictureOf[] = [
  inWorkspace("palette", "pipelines", { act: (page) => page.keyboard.press("Control+k") }),
  inWorkspace("shortcuts", "pipelines", { act: (page) => page.keyboard.press("?") }),
  inWorkspace("switcher", "pipelines", { act: pressing(/^Workspace .*: switch/), only: ["wide"] }),
  inWorkspace("account-menu", "pipelines", { act: pressing(/^Account of/), only: ["wide"] }),
  inWorkspace("sidebar-folded", "pipelines", { act: pressing("Fold the sidebar"), only: ["wide"] }),
  inWorkspace("drawer", "pipelines", { act: pressing("Menu"), only: ["phone"] }),
  inWorkspace("workspace-new", "pipelines", {
    only: ["wide"],
    async act(page) {
      await pressing(/^Workspace .*: switch/)(page);
      await page.getByRole("menuitem", { name: "New workspace" }).click();
    },
  }),
  inWorkspace("not-found", "runs/00000000-0000-7000-8000-000000000000", { expects: /status of 404/ }),
  { name: "nowhere", as: "demo", path: () => "/nowhere/pipelines", expects: /status of 404/ },
];
