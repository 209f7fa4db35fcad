/** `npm run sandbox`: the sandbox alone, until it is stopped (DESIGN section 4). */
import { readOptions, refuse, wholeNumber } from '../command-line';
import { startSandbox } from './server';

const values = readOptions('npm run sandbox', {
  contacts: { type: 'string', default: '200', says: 'contacts a side' },
  accounts: { type: 'string', says: 'accounts a side; without it one for every five contacts' },
  products: { type: 'string', says: 'products a side; without it one for every twenty contacts' },
  overlap: { type: 'string', default: '0.3', says: 'share of the records that both sides have' },
  seed: { type: 'string', default: '1', says: 'same seed, same records' },
  dc: { type: 'string', default: 'us', says: 'data centre' },
  proxy: { type: 'string', default: '0', says: 'port of the proxy; 0 is any' },
  control: { type: 'string', default: '0', says: 'port of the control API; 0 is any' },
  json: { type: 'boolean', default: false, says: 'only what a program needs, as JSON' },
});

const running = await startSandbox({
  seed: values.seed,
  dc: values.dc,
  contacts: wholeNumber('contacts', values.contacts),
  ...(values.accounts === undefined ? {} : { accounts: wholeNumber('accounts', values.accounts) }),
  ...(values.products === undefined ? {} : { products: wholeNumber('products', values.products) }),
  overlap: share('overlap', values.overlap),
  proxyPort: wholeNumber('proxy', values.proxy),
  controlPort: wholeNumber('control', values.control),
});

const about = running.describe();
console.log(JSON.stringify(about));
if (!values.json) {
  console.log(`
Proxy    http://127.0.0.1:${about.proxy} (self-signed certificate: tell the client to accept it)
Control  http://127.0.0.1:${about.control}
Ticket   ${about.ticketUrl}
Sign in  ${about.admin.email} / ${about.admin.password} (administrator)
Stop with Ctrl+C.`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void running.close().then(() => process.exit(0));
  });

function share(name: string, text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) refuse(`--${name} must lie between 0 and 1`);
  return value;
}
