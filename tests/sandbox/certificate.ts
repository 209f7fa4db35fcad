/** One self-signed certificate for every host name of Zoho, made anew at each start. */
import { generate } from 'selfsigned';
import { hostNames } from './datacentres';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export async function createCertificate(): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: 'Local sandbox' }], {
    // Elliptic, since handshakes with it cost a fraction of RSA's.
    keyType: 'ec',
    algorithm: 'sha256',
    // From yesterday: a browser under test may run with a clock that is a little behind.
    notBeforeDate: new Date(Date.now() - 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: hostNames().map((value) => ({ type: 2 as const, value })),
      },
    ],
  });
  return { key: made.private, cert: made.cert };
}
