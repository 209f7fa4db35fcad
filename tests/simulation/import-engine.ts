/** The product's parts as one module, from the text that loader.ts builds. */
export type Engine = typeof import('./engine');

/** Each text is a module of its own, so that several engines can live side by side. */
export async function importEngine(code: string): Promise<Engine> {
  const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
  return (await import(/* @vite-ignore */ url)) as Engine;
}
