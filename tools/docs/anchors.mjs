/** @module Links to a place within a page, which VitePress does not check: held against the pages that it made. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns Each link of the site in `folder` whose page has no such place, once. */
export function deadAnchors(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.html'));
  const pages = new Map(files.map((file) => [`/${file}`, readFileSync(join(folder, file), 'utf8')]));
  const ids = new Map(
    [...pages].map(([path, html]) => [path, new Set([...html.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id))]),
  );
  const dead = new Set();
  for (const [path, html] of pages)
    for (const [, href] of html.matchAll(/<a\b[^>]*\bhref="([^"]*#[^"]+)"/g)) {
      const url = new URL(href.replaceAll('&amp;', '&'), `http://site${path}`);
      if (url.host !== 'site') continue;
      const page = url.pathname.endsWith('/')
        ? `${url.pathname}index.html`
        : url.pathname.replace(/(\.html)?$/, '.html');
      if (ids.get(page)?.has(decodeURIComponent(url.hash.slice(1))) !== true) dead.add(`${path}: ${href}`);
    }
  return [...dead];
}
