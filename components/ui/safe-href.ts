import type { FactView } from '../../sync/protocol/profile';

const allowed = new Set(['https:', 'mailto:', 'tel:']);

/** The address, where it may become a link: https, mailto and tel. Null for everything else. */
export function safeHref(address: string): string | null {
  const url = URL.parse?.(address) ?? parse(address);
  if (url === null || !allowed.has(url.protocol)) return null;
  // A name before the host makes one site look like another.
  if (url.username !== '' || url.password !== '') return null;
  return url.href;
}

function parse(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

const email = /^[^\s@<>",;:?&]+@[^\s@<>",;:?&]+$/;
const site = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+([/?#].*)?$/u;

/** The link a fact's value stands for; null when it is only text. */
export function factHref({ type, value }: Pick<FactView, 'type' | 'value'>): string | null {
  const text = value.trim();
  switch (type) {
    case 'text':
      return null;
    case 'email':
      return email.test(text) ? safeHref(`mailto:${text}`) : null;
    case 'phone': {
      // An extension is written in many ways and cannot be dialled: the number before it can.
      const digits = /^[+\d][\d\s()./-]*/.exec(text)?.[0].replace(/[^+\d]/g, '') ?? '';
      return digits.length >= 3 ? safeHref(`tel:${digits}`) : null;
    }
    case 'url':
      return site.test(text) ? safeHref(`https://${text}`) : safeHref(text);
  }
}
