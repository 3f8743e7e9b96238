// Where we are stands behind the #: it can be shared, and never reaches the server.
import { useSyncExternalStore } from 'react';

export const parse = (hash: string): string[] =>
  hash
    .replace(/^#\/?/, '')
    .replace(/\?.*$/, '')
    .split('/')
    .filter(Boolean)
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });

export const href = (...parts: string[]): string => `#/${parts.map(encodeURIComponent).join('/')}`;

export function go(...parts: string[]): void {
  location.hash = href(...parts);
}

function subscribe(tell: () => void): () => void {
  window.addEventListener('hashchange', tell);
  return () => window.removeEventListener('hashchange', tell);
}

/** The parts of the present place, such as `['iam', 'users', 'ada']`. */
export function useRoute(): string[] {
  return parse(useSyncExternalStore(subscribe, () => location.hash));
}

/** The keys of what is shown beside a list: behind a `?`, which the names of places never contain as such. */
export const besideOf = (hash: string): string[] => {
  const [, said = ''] = /\?beside=(.*)$/.exec(hash) ?? [];
  return said.split(',').filter(Boolean).map((part) => parse(part)[0] ?? '').filter(Boolean);
};

/** The same place with other keys beside it. */
export const withBeside = (hash: string, keys: string[]): string => `${hash.replace(/\?.*$/, '') || '#/home'}${keys.length ? `?beside=${keys.map(encodeURIComponent).join(',')}` : ''}`;

/** Shows something beside the list that is here. Walking through a list leaves no trail in the browser's history. */
export function showBeside(keys: string[]): void {
  const next = withBeside(location.hash, keys);
  if (besideOf(location.hash).length === 0 && keys.length > 0) location.hash = next;
  else {
    history.replaceState(null, '', next);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  }
}

/** What is to be shown beside the list, as a text that only changes when it does. */
export const useBeside = (): string[] => {
  const said = useSyncExternalStore(subscribe, () => besideOf(location.hash).join('\n'));
  return said === '' ? NOTHING : said.split('\n');
};

const NOTHING: string[] = [];
