/** `npm run sandbox`: the sandbox alone, until it is stopped (DESIGN section 4). */
import { parseArgs } from 'node:util';
import { startSandbox } from './server';

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '200' },
    accounts: { type: 'string' },
    products: { type: 'string' },
    overlap: { type: 'string', default: '0.3' },
    seed: { type: 'string', default: '1' },
    dc: { type: 'string', default: 'us' },
    proxy: { type: 'string', default: '0' },
    control: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
});

const running = await startSandbox({
  seed: values.seed,
  dc: values.dc,
  contacts: whole('contacts', values.contacts),
  ...(values.accounts === undefined ? {} : { accounts: whole('accounts', values.accounts) }),
  ...(values.products === undefined ? {} : { products: whole('products', values.products) }),
  overlap: share('overlap', values.overlap),
  proxyPort: whole('proxy', values.proxy),
  controlPort: whole('control', values.control),
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

function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a whole number`);
  return Number(text);
}

function share(name: string, text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw new Error(`--${name} must lie between 0 and 1`);
  return value;
}
