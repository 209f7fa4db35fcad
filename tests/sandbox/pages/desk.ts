/** The help desk's web pages: the agent interface, and a help centre page for end users. */
import { readFile } from 'node:fs/promises';
import type { DeskAgent, DeskOrg, World } from '../world';
import { agentName, deskData } from './desk-data';
import { type Html, html, jsonForScript } from './html';
import { type DeskLook, lookCookie, lookOf } from './look';
import { createNonce, page, redirect } from './policy';

const assets: Readonly<Record<string, string>> = {
  'main.js': 'text/javascript',
  'queue.js': 'text/javascript',
  'dom.js': 'text/javascript',
  'frame.js': 'text/javascript',
  'icons.js': 'text/javascript',
  'keys.js': 'text/javascript',
  'list.js': 'text/javascript',
  'record.js': 'text/javascript',
  'route.js': 'text/javascript',
  'row.js': 'text/javascript',
  'ticket.js': 'text/javascript',
  'window.js': 'text/javascript',
  'words.js': 'text/javascript',
  'desk.css': 'text/css',
  'frame.css': 'text/css',
  'list.css': 'text/css',
  'record.css': 'text/css',
  'ticket.css': 'text/css',
};

async function asset(name: string): Promise<Response> {
  const type = assets[name];
  if (type === undefined) return new Response(null, { status: 404 });
  const text = await readFile(new URL(`client/${name}`, import.meta.url), 'utf8');
  return new Response(text, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

function styles(nonce: string): Html {
  const names = Object.keys(assets).filter((name) => name.endsWith('.css'));
  return html`${names.map(
    (name) => html`<link rel="stylesheet" href="/agent-assets/${name}" nonce="${nonce}" />`,
  )}`;
}

function orgOf(world: World, portal: string): DeskOrg | undefined {
  return world.deskOrgs.find((org) => org.portal === portal);
}

/** Who looks: the agent asked for, else the first administrator. */
function viewerOf(world: World, org: DeskOrg, email: string): DeskAgent | undefined {
  const person = world.people.find((one) => one.email === email);
  const named = org.agents.find((agent) => agent.zuid === person?.zuid);
  const administrators = new Set(
    org.profiles.filter((one) => one.administrator).map((one) => one.id),
  );
  return named ?? org.agents.find((agent) => administrators.has(agent.profileId)) ?? org.agents[0];
}

function homeOf(org: DeskOrg, look: DeskLook): string {
  return `/agent/${org.portal}/all/${encodeURIComponent(look.tickets)}/list/open-cases`;
}

function shell(world: World, org: DeskOrg, look: DeskLook): Response {
  const nonce = createNonce();
  const agent = viewerOf(world, org, look.as);
  const boot = {
    portal: org.portal,
    company: org.name,
    agent: agentName(world, agent),
    departments: org.departments.map(({ name, slug }) => ({ name, slug })),
    now: world.clock.now(),
    timeZone: org.timeZone,
    build: world.seed,
    look,
  };
  const stated = (place: DeskLook['modeAt']): string | null =>
    look.modeAt === place ? look.mode : null;
  const mode = (place: DeskLook['modeAt']) =>
    stated(place) !== null && html` data-mode="${stated(place)}" data-theme="blue"`;
  const body = html`<html lang="${look.dir === 'rtl' ? 'ar' : 'en'}" dir="${look.dir}"${mode('html')}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${org.name}</title>
<link rel="icon" href="data:,">
${styles(nonce)}
</head>
<body class="skin-${look.mode}"${mode('body')}>
<div id="react"><desk${mode('desk')}></desk></div>
<script type="application/json" id="boot">${jsonForScript(boot)}</script>
<script type="module" src="/agent-assets/main.js" nonce="${nonce}"></script>
</body>
</html>`;
  return page(body, nonce, { trustedTypes: look.trusted === 'on' });
}

/** Where end users look things up. Not part of the agent interface. */
function helpCentre(org: DeskOrg): Response {
  const nonce = createNonce();
  const body = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <title>Help centre of ${org.name}</title>
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href="/agent-assets/desk.css" nonce="${nonce}" />
    </head>
    <body class="skin-light help">
      <main>
        <h1>How can we help?</h1>
        <p>Search the knowledge base of ${org.name}, or follow one of your requests.</p>
        <ul>
          <li>Getting started</li>
          <li>Calibration certificates</li>
          <li>Invoices and licences</li>
        </ul>
      </main>
    </body>
  </html>`;
  return page(body, nonce);
}

function missing(): Response {
  const nonce = createNonce();
  return page(
    html`<html lang="en">
      <head>
        <title>Not found</title>
      </head>
      <body>
        <h1>Not found</h1>
      </body>
    </html>`,
    nonce,
    {
      status: 404,
    },
  );
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

async function answer(world: World, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const [, first = '', second = '', third = '', ...rest] = url.pathname.split('/');
  const firstOrg = world.deskOrgs[0];
  if (first === 'agent-assets') return asset(second);
  if (firstOrg === undefined) return missing();
  const look = lookOf(world, request);
  if (first === '') return redirect(homeOf(firstOrg, look));
  if (first === 'portal') return helpCentre(orgOf(world, second) ?? firstOrg);
  if (first === 'support') {
    const org = second === 'ShowHomePage.do' ? firstOrg : orgOf(world, second);
    return org === undefined ? missing() : shell(world, org, look);
  }
  if (first === 'agent') {
    const org = second === '' ? firstOrg : orgOf(world, second);
    if (org === undefined) return missing();
    return third === '' ? redirect(homeOf(org, look)) : shell(world, org, look);
  }
  if (first === 'supportapi' && second === 'zd') {
    const org = orgOf(world, third);
    if (org === undefined || rest[0] !== 'api' || rest[1] !== 'v1') return missing();
    if (look.delay > 0) await wait(look.delay);
    return deskData(
      { world, org, agent: viewerOf(world, org, look.as), url },
      rest.slice(2).join('/'),
      request,
    );
  }
  return missing();
}

/** Serves `https://desk.zoho.{tld}` and `https://{portal}.zohodesk.{tld}`, apart from the public API. */
export function deskPages(world: World): (request: Request) => Promise<Response> {
  return async (request) => {
    const response = await answer(world, request);
    const cookie = new URL(request.url).pathname.startsWith('/agent/') ? lookCookie(request) : null;
    if (cookie !== null) response.headers.append('set-cookie', cookie);
    return response;
  };
}
