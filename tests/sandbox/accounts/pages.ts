/** The web pages of Zoho Accounts. They carry no script. */
import { html, raw } from 'hono/html';
import type { CrmOrg, OAuthClient, Person } from '../world';
import type { ScopeGroup } from './scopes';
import { styleElement, styleHash } from './style';

type Html = ReturnType<typeof html>;

/** One page. `formTarget` is where a form's answer may redirect to, which a browser's policy checks too. */
async function page(
  title: string,
  body: Html,
  options: { status?: number; formTarget?: string } = {},
): Promise<Response> {
  const text = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Accounts</title>
        ${raw(styleElement)}
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`;
  const forms = ["'self'", options.formTarget].filter((each) => each !== undefined).join(' ');
  return new Response(String(text), {
    status: options.status ?? 200,
    headers: {
      'content-type': 'text/html;charset=UTF-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src '${styleHash}'; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    },
  });
}

export function signInPage(
  serviceUrl: string,
  email = '',
  failure: string | null = null,
): Promise<Response> {
  return page(
    'Sign in',
    html`<h1>Sign in</h1>
      <p class="quiet">to continue to your Zoho account</p>
      ${failure === null ? '' : html`<p class="bad" role="alert" id="failure">${failure}</p>`}
      <form method="post" action="/signin">
        <input type="hidden" name="serviceurl" value="${serviceUrl}" />
        <label for="email">Email address</label>
        <input
          id="email"
          name="email"
          type="email"
          value="${email}"
          autocomplete="username"
          required
        />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
        />
        <div class="actions"><button class="main" type="submit">Sign in</button></div>
      </form>`,
    formTargetOf(new URL(serviceUrl, 'https://accounts.invalid').searchParams.get('redirect_uri')),
  );
}

export interface ConsentPage {
  readonly client: OAuthClient;
  readonly person: Person;
  readonly groups: readonly ScopeGroup[];
  /** Null where no organisation needs to be chosen. */
  readonly crmOrgs: readonly CrmOrg[] | null;
  readonly question: string;
  /** Back to this very page after somebody else has signed in. */
  readonly here: string;
  readonly redirectUri: string | null;
}

export function consentPage(view: ConsentPage): Promise<Response> {
  return page(
    `Allow ${view.client.name}`,
    html`<h1>${view.client.name} asks for access to your account</h1>
      ${signedInAs(view.person, view.here)}
      <form method="post" action="/oauth/v2/approve">
        <input type="hidden" name="question" value="${view.question}" />
        ${view.groups.map(
          (group) =>
            html`<h2>${group.product}</h2>
              <ul>
                ${group.items.map((item) => html`<li><span>${item.what}</span><span>${item.may}</span></li>`)}
              </ul>`,
        )}
        ${view.crmOrgs === null ? '' : organisationField(view.crmOrgs)}
        <div class="actions">
          <button class="main" type="submit" name="answer" value="accept">Accept</button>
          <button type="submit" name="answer" value="reject" formnovalidate>Reject</button>
        </div>
      </form>
      <footer>Access lasts until you remove it from your account’s connected apps.</footer>`,
    formTargetOf(view.redirectUri),
  );
}

/** A browser holds the redirects after a form to `form-action` too, so the client's address must be in it. */
function formTargetOf(redirectUri: string | null): { formTarget?: string } {
  return redirectUri !== null && URL.canParse(redirectUri)
    ? { formTarget: new URL(redirectUri).origin }
    : {};
}

function organisationField(orgs: readonly CrmOrg[]): Html {
  if (orgs.length === 0)
    return html`<p class="bad">This account belongs to no CRM organisation.</p>`;
  return html`<label for="organisation">CRM organisation</label>
    <select id="organisation" name="organisation" required>
      ${orgs.map(
        (org) =>
          html`<option value="${org.id}">
            ${org.name}${org.type === 'production' ? '' : ` (${org.type})`}
          </option>`,
      )}
    </select>`;
}

function signedInAs(person: Person, here: string): Html {
  return html`<p class="quiet">
    Signed in as ${person.firstName} ${person.lastName} (${person.email}).
    <a href="/logout?serviceurl=${encodeURIComponent(here)}">Use another account</a>
  </p>`;
}

/** What Zoho shows instead of a redirect when the client itself is wrong. */
export function errorPage(title: string, text: string): Promise<Response> {
  return page(
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>
      <footer>Check the address that brought you here, or ask whoever sent you.</footer>`,
    { status: 400 },
  );
}

export function devicePage(
  person: Person,
  here: string,
  code = '',
  failure: string | null = null,
): Promise<Response> {
  return page(
    'Connect a device',
    html`<h1>Connect a device</h1>
      ${signedInAs(person, here)}
      <form method="post" action="/oauth/v3/device">
        ${failure === null ? '' : html`<p class="bad" role="alert">${failure}</p>`}
        <label for="user-code">Code shown on the device</label>
        <input
          class="code"
          id="user-code"
          name="user_code"
          value="${code}"
          autocomplete="off"
          required
        />
        <div class="actions"><button class="main" type="submit">Next</button></div>
      </form>`,
  );
}

export function donePage(title: string, text: string): Promise<Response> {
  return page(
    title,
    html`<h1>${title}</h1>
      <p role="status">${text}</p>`,
  );
}

/** The account's own page, where a sign-in without a destination ends. */
export function homePage(person: Person): Promise<Response> {
  return page(
    'Account',
    html`<h1>${person.firstName} ${person.lastName}</h1>
      ${signedInAs(person, '/')}`,
  );
}
