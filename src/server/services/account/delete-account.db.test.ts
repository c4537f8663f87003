import { expect, it } from "vitest";
import { hashPassword } from "#server/crypto/password.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { furnishWorkspace } from "#server/testing/furnish-workspace.ts";
import { bearer, clientOf, clientWith, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();
const { asOwner } = web.database;
const password = "the password that is known";

async function setScene() {
  const [boss, person] = [await createPerson(web), await createPerson(web)];
  await asOwner("update users set password_hash = $1 where id = $2", [
    await hashPassword(password),
    person.userId,
  ]);
  await joinWorkspace(web, person, boss.workspaceId, "owner");
  const there = clientOf(web, person, boss.workspaceId);
  await furnishWorkspace(there, person);
  await there.keys.create.mutate({
    provider: "anthropic",
    label: "mine",
    secret: "sk-ant-of-a-person",
    owner: "me",
  });
  const { token } = await there.tokens.create.mutate({ name: "mine", scopes: ["read"] });
  return { boss, person, token, own: clientOf(web, person) };
}

it("refuses the only owner of a workspace, a wrong address and a wrong password", async () => {
  const { person, own } = await setScene();
  const ask = (confirm: string, currentPassword: string | null) =>
    own.account.delete.mutate({ confirm, currentPassword });
  expect(await refusalOf(ask("another@example.com", password))).toBe("INVALID_INPUT");
  expect(await refusalOf(ask(person.email, "guessed"))).toBe("INVALID_INPUT");
  expect(await refusalOf(ask(person.email, null))).toBe("INVALID_INPUT");
  await expect(ask(person.email, password)).rejects.toThrow("You are the only owner of Test Person");
  expect((await own.me.get.query()).user.email).toBe(person.email);
});

it("leaves nothing of the person but an id in what they did", async () => {
  const { boss, person, token, own } = await setScene();
  await own.workspaces.delete.mutate({ confirm: person.workspaceSlug });
  await own.account.delete.mutate({ confirm: person.email.toUpperCase(), currentPassword: password });
  expect(await refusalOf(own.me.get.query())).toBe("UNAUTHENTICATED");
  expect(await refusalOf(clientWith(web, bearer(token)).runs.list.query({}))).toBe("UNAUTHENTICATED");
  const client = clientOf(web, boss);
  expect((await client.members.list.query()).members.map(({ userId }) => userId)).toEqual([boss.userId]);
  const { events } = await client.audit.list.query({ actorUserId: person.userId });
  expect(events.map(({ action }) => action)).toContain("account.delete");
  expect(new Set(events.map(({ actorName }) => actorName))).toEqual(new Set(["Deleted account"]));
  // The whole database, searched for traces of the person.
  const tables = await asOwner<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'system')",
  );
  for (const { name } of tables) {
    const found = await asOwner(`select from ${name} as it where it::text ilike $1`, [`%${person.email}%`]);
    expect(found, name).toEqual([]);
  }
  const keys = await asOwner<{ ciphertext: string }>(
    "select ciphertext from provider_keys where owner_user_id = $1",
    [person.userId],
  );
  expect(keys).toEqual([{ ciphertext: "" }]);
  // The address is free: whoever signs up with it is a different person.
  const again = await createPerson(web);
  await asOwner("update users set email = $1 where id = $2", [person.email, again.userId]);
  expect((await clientOf(web, again).workspaces.list.query()).workspaces).toHaveLength(1);
});
