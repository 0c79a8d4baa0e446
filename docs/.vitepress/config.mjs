/** The site. Pages are Markdown files of this folder; `reference/` is made by `npm run docs:build` before the build. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PAGES } from './pages.mjs';

const docs = fileURLToPath(new URL('..', import.meta.url));
const root = resolve(docs, '..');

/** Documents at the root of the repository that the site has as generated pages. */
const CARRIED = {
  'PROTOCOL.md': '/reference/protocol',
  'SECURITY.md': '/reference/security',
  'CHANGELOG.md': '/reference/changelog',
  'CONTRIBUTING.md': '/reference/contributing',
};

/**
 * Links that leave this folder, and work in the repository: to a document that the site carries they lead there; any
 * other file of the repository is named without a link. One that leads nowhere stays, and the build fails on it.
 */
function linksOfRepository(md) {
  md.core.ruler.push('links-of-repository', (state) => {
    const folder = dirname(join(docs, state.env.realPath ? relative(docs, state.env.realPath) : state.env.relativePath));
    for (const { children } of state.tokens)
      for (let at = 0; at < (children?.length ?? 0); at++) {
        const token = children[at];
        if (token.type !== 'link_open') continue;
        const href = token.attrGet('href') ?? '';
        if (/^[a-z]+:|^#|^\//i.test(href)) continue;
        const [path, anchor] = decodeURI(href).split('#');
        const inRepository = relative(root, resolve(folder, path));
        if (inRepository.startsWith('docs')) continue;
        if (Object.hasOwn(CARRIED, inRepository)) {
          token.attrSet('href', CARRIED[inRepository] + (anchor === undefined ? '' : `#${anchor}`));
        } else if (existsSync(join(root, inRepository))) {
          const close = children.findIndex((each, index) => index > at && each.type === 'link_close');
          token.type = 'html_inline';
          token.content = `<span title="${inRepository}, in the repository">`;
          children[close].type = 'html_inline';
          children[close].content = '</span>';
        }
      }
  });
}

/** What a fence is shown as: whose terminal, instead of a language. The words behind the language are marks: design/013. */
function namesOfTerminals(md) {
  const { fence } = md.renderer.rules;
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const [language, mark, ...words] = tokens[index].info.trim().split(/\s+/);
    const name = mark === 'file' ? words[0] : words[0] && language !== 'js' ? words[0] : undefined;
    const shown = mark === 'output' ? 'output' : mark === 'figure' ? '' : (name ?? language);
    return fence(tokens, index, ...rest).replace(
      `<span class="lang">${language}</span>`,
      `<span class="lang">${md.utils.escapeHtml(shown)}</span>`,
    );
  };
}

export default {
  title: 'Talos',
  description: 'Lend one tool, with these arguments, until Friday, to that agent; both sides keep a proof.',
  cleanUrls: true,
  lastUpdated: false,
  ignoreDeadLinks: false,
  markdown: {
    config: (md) => {
      linksOfRepository(md);
      namesOfTerminals(md);
    },
  },
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    search: { provider: 'local' },
    sidebar: PAGES,
    nav: [
      { text: 'Quickstart', link: '/quickstart' },
      { text: 'Commands', link: '/reference/cli' },
      { text: 'API', link: '/reference/api/' },
      { text: 'Protocol', link: '/reference/protocol' },
    ],
    outline: [2, 3],
    socialLinks: [],
  },
};
