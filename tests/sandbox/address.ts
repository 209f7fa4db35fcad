/** The address of a request, read once: the dispatcher, the gate and the handler all ask for it. */
const known = new WeakMap<Request, URL>();

/** Shared by all who ask: nobody may change it or its query. */
export function addressOf(request: Request): URL {
  let url = known.get(request);
  if (url === undefined) known.set(request, (url = new URL(request.url)));
  return url;
}
