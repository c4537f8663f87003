import { afterAll, beforeAll, expect, it } from "vitest";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { createSmtpMailer } from "#server/mail/smtp-mailer.ts";
import { WebhookSender } from "#server/services/webhooks/webhook-sender.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { MailReceiver } from "../testing/mail-receiver.ts";

const web = await createTestWeb();
const { asOwner } = web.database;
const receiver = await MailReceiver.start();
afterAll(() => receiver.close());

const server = { host: "127.0.0.1", port: receiver.port, isSecure: false, user: null, password: null };
const from = { name: "Penstock", address: "penstock@example.com" };
const mailer = createSmtpMailer({ server, from, publicOrigin: "http://penstock.test" });
let gone = 410;
const post = async () => ({ status: gone, retryAfterMs: null });
const sender = new WebhookSender({ ...web.tools, random: () => 0, mailer, post });

async function look(): Promise<void> {
  await sender.look();
  await sender.settled();
}

const name = "Ship\r\nBcc: victim@example.com\r\n\r\nit {{ now }}";
const trigger = { id: "start", type: "trigger", name: "Start" } as const;
const asking = {
  name: "Ship it",
  nodes: [
    trigger,
    {
      id: "ask",
      type: "wait",
      name: "Ask",
      config: { for: "approval", title: "About {{ input.word }}", choices: ["yes"], noSelfApproval: true },
    },
  ],
  edges: [{ id: "to-ask", from: "start", to: "ask" }],
} satisfies PipelineDefinitionInput;

async function setTeam() {
  const owner = await createPerson(web);
  const [editor, viewer] = [await createPerson(web), await createPerson(web)];
  await joinWorkspace(web, editor, owner.workspaceId, "editor");
  await joinWorkspace(web, viewer, owner.workspaceId, "viewer");
  const client = clientOf(web, owner);
  const { pipelineId } = await client.pipelines.create.mutate({ definition: asking });
  await asOwner("update pipelines set name = $2 where id = $1", [pipelineId, name]);
  const ask = () => client.runs.start.mutate({ pipelineId, input: { word: "a private word" } });
  const as = (person: typeof owner) => clientOf(web, person, owner.workspaceId);
  return { owner, editor, viewer, client, pipelineId, ask, as };
}

const mailsTo = (email: string) => receiver.received.filter(({ to }) => to.includes(email));

beforeAll(() => {
  receiver.received.length = 0;
});

it("tells those who may decide, once each, without content, on one subject line", async () => {
  const { owner, editor, viewer, ask } = await setTeam();
  const { runId } = await ask();
  await Promise.all([look(), look()]);
  await look();
  // Whoever started the run may not decide it, and who only looks decides nothing.
  expect([owner, editor, viewer].map(({ email }) => mailsTo(email).length)).toEqual([0, 1, 0]);
  const [mail] = mailsTo(editor.email);
  const head = (field: string) => mail?.headers.filter((line) => line.toLowerCase().startsWith(`${field}:`));
  expect(mail).toMatchObject({ from: from.address, to: [editor.email] });
  expect(head("bcc")).toEqual([]);
  expect(head("subject")).toHaveLength(1);
  expect(head("message-id")).toEqual([expect.stringMatching(/^Message-ID: <[0-9a-f-]{36}@penstock\.test>$/)]);
  expect(head("subject")?.[0]).toContain("A decision is needed: Ship Bcc: victim@example.com it {{ now }}");
  expect(mail?.text).toContain(`http://penstock.test/${owner.workspaceSlug}/runs/${runId}`);
  expect(mail?.text).not.toContain("a private word");
});

it("lets each member choose, of what their role may be told, and forgets who leaves", async () => {
  const { owner, editor, viewer, client, ask, as } = await setTeam();
  expect(await client.mail.get.query()).toEqual({
    isSetUp: false,
    address: owner.email,
    kinds: ["decisions", "budgets"],
    offered: ["decisions", "budgets", "schedules", "webhooks"],
    offSinceMs: null,
    lastError: null,
  });
  expect(await as(viewer).mail.get.query()).toMatchObject({ kinds: [], offered: ["budgets", "schedules"] });
  expect(await refusalOf(as(viewer).mail.choose.mutate({ kinds: ["decisions"] }))).toBe("INVALID_INPUT");
  await as(editor).mail.choose.mutate({ kinds: [] });
  expect(await as(editor).mail.get.query()).toMatchObject({ kinds: [] });
  await ask();
  await look();
  expect(mailsTo(editor.email)).toEqual([]);
  await as(editor).mail.choose.mutate({ kinds: ["decisions"] });
  await ask();
  await sender.look();
  await sender.settled();
  expect(mailsTo(editor.email)).toHaveLength(1);
  receiver.refusals.push("451 later");
  await ask();
  await look();
  expect(await as(editor).mail.get.query()).toMatchObject({
    lastError: expect.stringContaining("451 later"),
  });
  await client.members.remove.mutate({ userId: editor.userId });
  await asOwner("update system.due_webhooks set due_at = now() - interval '1 second'");
  await look();
  expect(mailsTo(editor.email)).toHaveLength(1);
  expect(await asOwner("select from system.due_webhooks")).toEqual([]);
  // Nobody manages the mails of others as webhooks.
  expect((await client.webhooks.list.query()).webhooks).toEqual([]);
});

it("tries again until the server takes it", async () => {
  const { editor, ask } = await setTeam();
  receiver.refusals.push("451 later", "550 no");
  await ask();
  await look();
  for (let round = 0; round < 2; round += 1) {
    expect(mailsTo(editor.email)).toEqual([]);
    await asOwner("update system.due_webhooks set due_at = now() - interval '1 second'");
    await look();
  }
  expect(mailsTo(editor.email)).toHaveLength(1);
  await asOwner("update system.due_webhooks set due_at = now() - interval '1 second'");
  await look();
  expect(mailsTo(editor.email)).toHaveLength(1);
});

it("tells admins of budgets, whoever wants it of scheduled runs, and who manages them of webhooks that are off", async () => {
  const { owner, viewer, editor, client, pipelineId, as } = await setTeam();
  await client.mail.choose.mutate({ kinds: ["budgets", "webhooks"] });
  await as(viewer).mail.choose.mutate({ kinds: ["schedules"] });
  const { budgetId } = await client.budgets.create.mutate({
    scope: { pipelineId },
    per: "run",
    limitMicros: 5_000_000,
  });
  const runs = [
    await client.runs.start.mutate({ pipelineId, input: {} }),
    await client.runs.start.mutate({ pipelineId, input: {} }),
  ];
  for (const { runId } of runs) {
    await asOwner(
      "insert into budget_windows (workspace_id, budget_id, window_key, settled_micros) values ($1, $2, $3, 4000000)",
      [owner.workspaceId, budgetId, runId],
    );
    await asOwner(
      "insert into budget_alerts (workspace_id, budget_id, window_key, kind) values ($1, $2, $3, 'reached')",
      [owner.workspaceId, budgetId, runId],
    );
  }
  await asOwner("update runs set trigger_kind = 'schedule' where id = $1", [runs[0]?.runId]);
  for (const { runId } of runs)
    await asOwner(
      `update runs set status = 'failed', finished_at = now(), error = '{"code":"HTTP_FAILED","message":"a private word"}' where id = $1`,
      [runId],
    );
  const wish = { url: "https://receiver.example/secret-path", types: ["run.failed"] } as const;
  const { endpointId } = await client.webhooks.create.mutate({ ...wish, types: [...wish.types] });
  gone = 410;
  await client.webhooks.test.mutate({ endpointId });
  await look();
  await look();
  const subjects = (email: string) =>
    mailsTo(email).map(({ headers }) =>
      headers.find((line) => line.startsWith("Subject:"))?.replace(/^.*\] /, ""),
    );
  expect(subjects(owner.email).toSorted()).toEqual([
    expect.stringContaining("A call did not fit the budget of the pipeline Ship Bcc"),
    "A webhook was turned off: https://receiver.example",
  ]);
  expect(subjects(viewer.email)).toEqual([expect.stringContaining("A scheduled run failed: Ship")]);
  const all = receiver.received.map(({ headers, text }) => headers.join("\n") + text).join("\n");
  expect(all).not.toContain("a private word");
  expect(all).not.toContain("secret-path");
  expect(mailsTo(viewer.email)[0]?.text).toContain("HTTP_FAILED");
  expect(mailsTo(editor.email).length).toBeLessThanOrEqual(2);
});

it("mails an invitation to an address that is given, keeps neither it nor the link, and says where the mail was not taken", async () => {
  const owner = await createPerson(web);
  const mailing = { ...web, tools: { ...web.tools, ports: { ...web.tools.ports, mailer } } };
  const { members, audit, mail } = clientOf(mailing, owner);
  expect(await mail.get.query()).toMatchObject({ isSetUp: true });
  const email = "new.person@example.com";
  const made = await members.invite.mutate({ role: "editor", email: "New.Person@example.com" });
  expect(made.mail).toEqual({ address: email, error: null });
  const [sent] = mailsTo(email);
  expect(sent?.text.split("\n")).toContain(made.link);
  const [kept] = await asOwner<{ rows: string }>(
    `select (select string_agg(i::text, '') from invitations i) || (select string_agg(a::text, '') from audit_events a)
            || coalesce((select string_agg(d::text, '') from webhook_deliveries d), '') as rows`,
  );
  expect(kept?.rows).not.toContain(made.secret);
  expect(kept?.rows).not.toContain("new.person");
  const { events } = await audit.list.query({ action: "invitation.create" });
  expect(events[0]?.detail).toEqual({ role: "editor", isMailed: true });
  const guest = await createPerson(web);
  await clientOf(web, guest).account.acceptInvitation.mutate({ secret: made.secret });
  expect(await refusalOf(members.invite.mutate({ role: "viewer", email: guest.email }))).toBe("CONFLICT");
  await members.remove.mutate({ userId: guest.userId });
  const asked = members.invite.mutate({ role: "viewer", email: guest.email });
  await expect(asked).rejects.toThrow(/was removed from this workspace, so nothing is mailed there/);
  expect(mailsTo(guest.email)).toEqual([]);
  receiver.refusals.push("550 no such person");
  const { link, ...failed } = await members.invite.mutate({ role: "viewer", email });
  expect(failed.mail).toEqual({ address: email, error: expect.stringContaining("550 no such person") });
  expect(link).toContain("/invite#");
  await members.invite.mutate({ role: "viewer", email });
  expect(await refusalOf(members.invite.mutate({ role: "viewer", email }))).toBe("RATE_LIMITED");
  expect(await refusalOf(members.invite.mutate({ role: "viewer", email: "a@b, c@d" }))).toBe("INVALID_INPUT");
  // Where there is no server for mail, links are shown alone.
  const without = clientOf(web, owner).members;
  expect(await refusalOf(without.invite.mutate({ role: "viewer", email }))).toBe("INVALID_INPUT");
  expect(await without.invite.mutate({ role: "viewer" })).toMatchObject({ mail: null });
});
