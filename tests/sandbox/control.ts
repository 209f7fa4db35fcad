/** The control API: what tests do behind Zoho's back, as its administrator would by hand (DESIGN section 5). */
import { Hono, type Context } from 'hono';
import * as v from 'valibot';
import { asksCrm, parseScopes } from './accounts/scopes';
import { createRefreshToken, tokenBody } from './accounts/tokens';
import * as crm from './crm/records';
import * as desk from './desk/records';
import { faultKinds } from './faults';
import type { Sandbox } from './sandbox';
import { describeSeed } from './seed';
import type { Actor, StoredRecord } from './table';
import { seededRandom, type CrmOrg, type DeskOrg, type Person, type World } from './world';

type Fields = Record<string, unknown>;

/** One side's organisation with what can be done to its records. */
interface Side {
  table(module: string): Iterable<StoredRecord>;
  history(module: string): readonly unknown[];
  show(module: string, record: StoredRecord): Fields;
  create(module: string, fields: Fields): { id: string };
  edit(module: string, id: string, fields: Fields): void;
  delete(module: string, id: string, permanent: boolean): void;
  restore(module: string, id: string): void;
  merge(module: string, winner: string, losers: string[]): void;
}

const side = v.picklist(['crm', 'desk']);
const fields = v.record(v.string(), v.unknown());
const place = { side, module: v.string(), org: v.optional(v.string()) };
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The handler of the control port. */
export function controlApp(sandbox: Sandbox): (request: Request) => Promise<Response> {
  const { world } = sandbox;
  const app = new Hono();

  app.onError((error, c) => c.json({ error: error.message }, 400));
  app.notFound((c) =>
    c.json({ error: `The control API has no ${c.req.method} ${c.req.path}` }, 400),
  );

  app.get('/describe', (c) => c.json(sandbox.describe()));

  app.get('/state', (c) => {
    const asked = v.parse(v.object(place), c.req.query());
    const of = sideOf(world, asked);
    const records = Array.from(of.table(asked.module), (record) => {
      const shown = of.show(asked.module, record);
      return Object.assign({}, shown, { _state: record.state });
    });
    return c.json({ records });
  });

  app.get('/history', (c) => {
    const asked = v.parse(v.object(place), c.req.query());
    return c.json({ changes: sideOf(world, asked).history(asked.module) });
  });

  app.get('/calls', (c) => {
    const since = Number(c.req.query('since') ?? 0);
    if (!Number.isInteger(since) || since < 0) throw new Error('since must be a whole number');
    return c.json({ calls: world.calls.slice(since) });
  });

  app.post('/create', async (c) => {
    const asked = await body(c, { ...place, fields });
    return c.json(sideOf(world, asked).create(asked.module, asked.fields));
  });

  app.post('/edit', async (c) => {
    const asked = await body(c, { ...place, id: v.string(), fields });
    sideOf(world, asked).edit(asked.module, asked.id, asked.fields);
    return c.json({});
  });

  app.post('/delete', async (c) => {
    const asked = await body(c, {
      ...place,
      id: v.string(),
      permanent: v.optional(v.boolean(), false),
    });
    sideOf(world, asked).delete(asked.module, asked.id, asked.permanent);
    return c.json({});
  });

  app.post('/restore', async (c) => {
    const asked = await body(c, { ...place, id: v.string() });
    sideOf(world, asked).restore(asked.module, asked.id);
    return c.json({});
  });

  app.post('/merge', async (c) => {
    const asked = await body(c, { ...place, winner: v.string(), losers: v.array(v.string()) });
    sideOf(world, asked).merge(asked.module, asked.winner, asked.losers);
    return c.json({});
  });

  app.post('/clock', async (c) => {
    const { advanceMs } = await body(c, { advanceMs: v.pipe(v.number(), v.minValue(0)) });
    world.clock.advance(advanceMs);
    await sandbox.settle();
    return c.json({ now: world.clock.now() });
  });

  app.post('/faults', async (c) => {
    const asked = await body(c, {
      kinds: v.optional(v.array(v.picklist(faultKinds)), []),
      rate: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      seed: v.optional(v.union([v.string(), v.number()])),
      service: v.optional(v.picklist(['accounts', 'api', 'desk'])),
    });
    const random = asked.seed === undefined ? undefined : seededRandom(String(asked.seed));
    world.faults.set(asked.kinds, asked.rate, random, asked.service);
    return c.json({});
  });

  app.post('/token', async (c) => {
    const asked = await body(c, {
      user: v.string(),
      scopes: v.array(v.string()),
      crmOrgId: v.optional(v.string()),
    });
    return c.json(tokenFor(world, asked));
  });

  app.post('/reset', async (c) => {
    const asked = await body(c, {
      seed: v.optional(v.union([v.string(), v.number()])),
      contacts: v.optional(count),
      accounts: v.optional(count),
      products: v.optional(count),
      overlap: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
    });
    const { seed, ...size } = asked;
    const given = Object.fromEntries(
      Object.entries(size).filter(([, value]) => value !== undefined),
    );
    sandbox.reset({ ...given, seed: String(seed ?? world.seed) });
    return c.json(sandbox.describe());
  });

  return async (request) => {
    await sandbox.settle();
    return app.fetch(request);
  };
}

/** Reads a JSON body; says which key is wrong. */
async function body<T extends v.ObjectEntries>(
  c: Context,
  entries: T,
): Promise<v.InferOutput<v.ObjectSchema<T, undefined>>> {
  const result = v.safeParse(v.object(entries), await c.req.json<unknown>());
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(`${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
}

function sideOf(world: World, asked: { side: 'crm' | 'desk'; org?: string | undefined }): Side {
  const actor: Actor = {
    zuid: personOf(world, describeSeed(world).admin.email).zuid,
    via: 'person',
  };
  return asked.side === 'crm'
    ? bind(world, pick(world.crmOrgs, asked.org), crm, actor)
    : bind(world, pick(world.deskOrgs, asked.org), desk, actor);
}

function personOf(world: World, email: string): Person {
  const person = world.people.find((each) => each.email.toLowerCase() === email.toLowerCase());
  if (person === undefined) throw new Error(`There is nobody with the address ${email}`);
  return person;
}

function pick<Org extends { readonly id: string }>(
  orgs: readonly Org[],
  id: string | undefined,
): Org {
  const org = id === undefined ? orgs[0] : orgs.find((each) => each.id === id);
  if (org === undefined) throw new Error(`There is no organisation ${id ?? ''}`);
  return org;
}

/** What both sides' record functions have in common. */
interface RecordFunctions<Org> {
  createRecord(
    world: World,
    org: Org,
    module: string,
    fields: Fields,
    actor: Actor,
  ): { id: string };
  editRecord(
    world: World,
    org: Org,
    module: string,
    id: string,
    fields: Fields,
    actor: Actor,
  ): void;
  deleteRecord(
    world: World,
    org: Org,
    module: string,
    id: string,
    permanent: boolean,
    actor: Actor,
  ): void;
  restoreRecord(world: World, org: Org, module: string, id: string, actor: Actor): void;
  mergeRecords(
    world: World,
    org: Org,
    module: string,
    winner: string,
    losers: string[],
    actor: Actor,
  ): void;
  apiRecord(world: World, org: Org, module: string, record: StoredRecord): Fields;
}

function bind<Org extends CrmOrg | DeskOrg>(
  world: World,
  org: Org,
  does: RecordFunctions<Org>,
  actor: Actor,
): Side {
  const tableOf = (module: string) => {
    const table = org.modules.get(module);
    if (table === undefined)
      throw new Error(
        `There is no module ${module}; there are ${[...org.modules.keys()].join(', ')}`,
      );
    return table;
  };
  return {
    table: (module) => tableOf(module).all(),
    history: (module) => tableOf(module).history,
    show: (module, record) => does.apiRecord(world, org, module, record),
    create: (module, given) => ({ id: does.createRecord(world, org, module, given, actor).id }),
    edit: (module, id, given) => does.editRecord(world, org, module, id, given, actor),
    delete: (module, id, permanent) => does.deleteRecord(world, org, module, id, permanent, actor),
    restore: (module, id) => does.restoreRecord(world, org, module, id, actor),
    merge: (module, winner, losers) => does.mergeRecords(world, org, module, winner, losers, actor),
  };
}

/** A token body as after a sign-in, for any other client; free of the rates of contract 1.4. */
function tokenFor(
  world: World,
  asked: { user: string; scopes: string[]; crmOrgId?: string | undefined },
): unknown {
  const person = personOf(world, asked.user);
  const scopes = parseScopes(asked.scopes.join(','));
  if (scopes === null)
    throw new Error('scopes must name at least one scope, and only ones that exist');
  const client = world.clients.find((each) => each.type === 'server');
  if (client === undefined) throw new Error('The sandbox has no server client');
  const orgs = world.crmOrgs.filter((org) => org.users.some((user) => user.zuid === person.zuid));
  const crmOrg = asked.crmOrgId === undefined ? orgs[0] : pick(orgs, asked.crmOrgId);
  const approval = {
    clientId: client.id,
    zuid: person.zuid,
    scopes,
    crmOrgId: asksCrm(scopes) ? (crmOrg?.id ?? null) : null,
    withRefreshToken: true,
  };
  return tokenBody(world, approval, createRefreshToken(world, approval));
}
