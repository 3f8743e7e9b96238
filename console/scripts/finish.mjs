// After the build: holds the bundles against their budgets and packs the files, so that the server has nothing to compress.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const KB = 1000;
const FIRST_VIEW = 400 * KB;
const AREA = 250 * KB;
const dist = new URL('../dist/', import.meta.url).pathname;

const files = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
const size = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;

const places = JSON.parse(readFileSync(join(dist, 'places.json'), 'utf8'));
const byFile = new Map(Object.values(manifest).map((chunk) => [chunk.file, chunk]));

// What a file brings with it: itself, what it imports at once, and their styles.
function brought(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const chunk = byFile.get(file);
  for (const style of chunk?.css ?? []) seen.add(style);
  for (const next of chunk?.imports ?? []) brought(manifest[next].file, seen);
  return seen;
}

const sum = (set) => [...set].reduce((total, file) => total + size(file), 0);
const without = (set, ...known) => new Set([...set].filter((file) => !known.some((one) => one.has(file))));
const first = new Set([...brought(manifest['index.html'].file), ...brought(places['app/App'])]);
const frame = brought(places['app/Frame']);
const report = [['first view (sign-in)', sum(first), FIRST_VIEW], ['frame, after the first view', sum(without(frame, first)), AREA]];
for (const area of readdirSync(new URL('../src/areas/', import.meta.url)).filter((name) => !name.includes('.'))) {
  const index = places[`areas/${area}/index`];
  const own = brought(index);
  report.push([area, sum(without(own, first, frame)), AREA]);
  // Pages that an area opens later are held against what it has brought by then.
  const later = new Set(Object.entries(places).filter(([name, file]) => name.startsWith(`areas/${area}/`) && !own.has(file)).map(([, file]) => file));
  for (const file of later) report.push([`  ${area}, with ${file.split('/').at(-1).replace(/-[\w-]{8}\.js$/, '')}`, sum(without(new Set([...own, ...brought(file)]), first, frame)), AREA]);
}
report.push(['policy form, with iam', sum(without(new Set([...brought(places['areas/iam/index']), ...brought(places['app/policy/Visual'])]), first, frame)), AREA]);
report.push(['charts, when one is drawn', sum(without(brought(places['app/charts']), first, frame)), AREA]);
report.push(['pies and bars, when drawn', sum(without(brought(places['app/categories']), first, frame)), AREA]);
let over = false;
for (const [name, bytes, budget] of report) {
  over ||= bytes > budget;
  console.log(`${name.padEnd(28)} ${String(Math.round(bytes / KB)).padStart(4)} KB gzip of ${budget / KB}${bytes > budget ? '  OVER' : ''}`);
}
if (process.argv.includes('--sizes')) process.exit(over ? 1 : 0);
for (const path of files(dist).filter((name) => /\.(js|css|html|svg|json)$/.test(name))) {
  const content = readFileSync(path);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(content, quality));
}
if (over) process.exit(1);
