import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { putForward } from "../fixtures/clocks.ts";
import { paste } from "../fixtures/editor.ts";
import { test } from "../fixtures/journey.ts";

/** A daily schedule whose time was ten minutes ago: it fires when its clock is moved forward. */
function daily() {
  const tenMinutesAgo = new Date(Date.now() - 600_000);
  return {
    id: "daily",
    kind: "schedule" as const,
    cron: `${tenMinutesAgo.getUTCMinutes()} ${tenMinutesAgo.getUTCHours()} * * *`,
    catchUp: "one" as const,
    catchUpSeconds: 3_600,
  };
}

/** Half a week away, so that it never fires during the journey. */
const weekday = (new Date().getUTCDay() + 3) % 7;
const weekdayName = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][weekday];
const weeklyCron = `0 8 * * ${weekday}`;

const pipeline = () => ({
  name: "Tide table",
  nodes: [{ id: "start", type: "trigger" as const, name: "Start" }],
  edges: [],
  triggers: [
    { id: "weekly", kind: "schedule" as const, cron: weeklyCron, timezone: "Europe/Berlin" },
    { id: "ask", kind: "webhook" as const, scheme: "standard" as const },
    daily(),
    { id: "tide", kind: "event" as const, name: "tide.turned", match: "data.height > 2" },
  ],
});

test("a pipeline with triggers shows their firings, and is paused and fired by hand", async ({
  page,
  workspace,
}) => {
  const definition = pipeline();
  const pipelineId = await workspace.createPipeline(definition);
  await page.goto(`/${workspace.slug}/pipelines/${pipelineId}?show=triggers`);
  const weekly = page.getByRole("listitem", { name: "Trigger weekly" });
  const ask = page.getByRole("listitem", { name: "Trigger ask" });

  await test.step("a schedule shows its next ten times in its own time zone", async () => {
    await expect(weekly).toContainText(`${weeklyCron} in Europe/Berlin`);
    await weekly.getByText(/^Next:/).click();
    await expect(weekly.getByRole("list", { name: "Next times" }).getByRole("listitem")).toHaveCount(9);
    await expect(weekly.getByRole("listitem").first()).toContainText(
      new RegExp(`^${weekdayName}, .* 08:00 (CET|CEST|GMT)`),
    );
  });

  await test.step("a schedule being edited shows its next times, or its error", async () => {
    const draft = page.getByRole("region", { name: "Schedules of the draft" });
    await expect(draft).toBeHidden();
    const written = (cron: string) => {
      const triggers = [{ ...definition.triggers[0], cron }, ...definition.triggers.slice(1)];
      return JSON.stringify({ ...definition, triggers });
    };
    await paste(page, written("30 6 * * sun"));
    await expect(draft.getByRole("listitem")).toHaveCount(10);
    await expect(draft.getByRole("listitem").first()).toContainText(/^Sun, .* 06:30 (CET|CEST|GMT)/);
    await paste(page, written("30 6 * *"));
    await expect(draft).toContainText("cron must have five fields");
    await paste(page, written(weeklyCron));
    await expect(draft).toBeHidden();
  });

  const secret = await test.step("a webhook gets a secret, which is shown once", async () => {
    await expect(ask).toContainText("It has no secret yet, so it accepts nothing.");
    await ask.getByRole("button", { name: "Create a secret" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Create it" }).click();
    const made = await dialog.getByRole("region", { name: "The secret" }).innerText();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(ask).toContainText("Secret created");
    return made.trim();
  });

  await test.step("a signed call starts one run, which names its trigger", async () => {
    const url = (await ask.getByRole("region", { name: "Address of the webhook" }).innerText()).trim();
    // Signed by the specification's own library.
    const id = randomUUID();
    const sentAt = new Date();
    const call = (signed: string, body: string) =>
      fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "webhook-id": id,
          "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1_000)),
          "webhook-signature": new Webhook(secret).sign(id, sentAt, signed),
        },
        body,
      });
    expect((await call('{"word":"tides"}', '{"word":"ebbs"}')).status).toBe(401);
    expect((await call('{"word":"tides"}', '{"word":"tides"}')).status).toBe(202);
    // A repeated delivery leads to the same run.
    expect((await call('{"word":"tides"}', '{"word":"tides"}')).status).toBe(200);
    const row = ask.getByRole("list", { name: "Last times of ask" }).getByRole("listitem");
    await expect(row).toHaveCount(1);
    await expect(row).toContainText("started");
    await row.getByRole("link").click();
    await page.getByRole("tab", { name: "Facts" }).click();
    await page.getByRole("link", { name: "ask", exact: true }).click();
    await expect(weekly).toBeVisible();
  });

  await test.step("a due schedule starts a run by itself, and shows the time it was due", async () => {
    await putForward(pipelineId, "daily", 1_800);
    const fired = page.getByRole("list", { name: "Last times of daily" }).getByRole("listitem");
    await expect(fired).toHaveCount(1);
    await expect(fired).toContainText("started");
    await fired.getByRole("link").click();
    await page.getByRole("tab", { name: "Facts" }).click();
    await page.getByRole("link", { name: "daily", exact: true }).click();
    await expect(weekly).toBeVisible();
  });

  await test.step("a paused one can still be fired by hand", async () => {
    await weekly.getByRole("button", { name: "Pause" }).click();
    await expect(weekly).toContainText("paused by hand");
    await weekly.getByRole("button", { name: "Fire now" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Fire now" }).click();
    await expect(page).toHaveURL(/\/runs\//);
    await page.goto(`/${workspace.slug}/runs?kind=schedule`);
    await expect(page.locator("a[data-row]")).toHaveCount(2);
    await expect(page.getByLabel("Started by")).toHaveValue("schedule");
  });

  await test.step("an event is sent from its page, which shows the result", async () => {
    await page.goto(`/${workspace.slug}/pipelines/${pipelineId}?show=triggers`);
    await page.getByRole("link", { name: "Events of this name" }).click();
    await expect(page.getByText("No event tide.turned yet")).toBeVisible();
    const send = async (height: number) => {
      await page.getByRole("button", { name: "Send an event" }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByLabel("Name")).toHaveValue("tide.turned");
      await dialog.getByLabel("Data").fill(`{ "height": ${height} }`);
      await dialog.getByRole("button", { name: "Send", exact: true }).click();
      await expect(dialog).toBeHidden();
    };
    await send(1);
    await send(3);
    const events = page.getByRole("listitem", { name: "Event tide.turned" });
    await expect(events).toHaveCount(2);
    await expect(events.first()).toContainText("started a run");
    await expect(events.first().getByRole("link", { name: "Tide table" })).toBeVisible();
    await expect(events.last()).toContainText("nothing waited for it");
  });
});
