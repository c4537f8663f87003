import { expect, it } from "vitest";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { mostViews } from "./save-view.ts";

const web = await createTestWeb();

it("keeps views private, by name, as long as the person is a member", async () => {
  const [ada, ben] = [await createPerson(web), await createPerson(web)];
  await joinWorkspace(web, ben, ada.workspaceId, "viewer");
  const [hers, his] = [clientOf(web, ada).views, clientOf(web, ben, ada.workspaceId).views];
  const failed = await hers.save.mutate({ name: "Failed", query: "?status=failed" });
  await hers.save.mutate({ name: "all", query: "" });
  await his.save.mutate({ name: "Failed", query: "?status=timeout" });
  expect(await hers.save.mutate({ name: "Failed", query: "?status=failed&within=24h" })).toEqual(failed);
  const named = async (views: typeof hers) =>
    (await views.list.query()).views.map(({ name, query }) => `${name} ${query}`);
  expect(await named(hers)).toEqual(["all ", "Failed ?status=failed&within=24h"]);
  expect(await named(his)).toEqual(["Failed ?status=timeout"]);
  expect(await refusalOf(his.remove.mutate(failed))).toBe("NOT_FOUND");
  await hers.remove.mutate(failed);
  expect(await named(hers)).toEqual(["all "]);
  const { events } = await clientOf(web, ada).audit.list.query({ action: "view.remove" });
  expect(events).toMatchObject([{ subjectId: failed.viewId, detail: { name: "Failed" } }]);
  await clientOf(web, ben, ada.workspaceId).members.leave.mutate();
  const left = await web.database.asOwner("select name from saved_views where user_id = $1", [ben.userId]);
  expect(left).toEqual([]);
});

it("refuses what is not a query string, and one view too many", async () => {
  const { views } = clientOf(web, await createPerson(web));
  for (const query of ["status=failed", "?a b", "//elsewhere.example"]) {
    expect(await refusalOf(views.save.mutate({ name: "Wrong", query }))).toBe("INVALID_INPUT");
  }
  for (let view = 0; view < mostViews; view += 1)
    await views.save.mutate({ name: `View ${view}`, query: "" });
  expect(await refusalOf(views.save.mutate({ name: "One too many", query: "" }))).toBe("CONFLICT");
  await views.save.mutate({ name: "View 7", query: "?order=oldest" });
});
