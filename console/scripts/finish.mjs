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

// What a chunk brings with it: itself, what it imports at once, and their styles.
function brought(key, seen = new Set()) {
  const chunk = manifest[key];
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const next of chunk.imports ?? []) brought(next, seen);
  return seen;
}

const sum = (set) => [...set].reduce((total, file) => total + size(file), 0);
const first = brought('index.html');
const report = [['first view (sign-in)', sum(first), FIRST_VIEW]];
const frame = new Set();
const frameKey = Object.keys(manifest).find((key) => manifest[key].name === 'Frame' && manifest[key].isDynamicEntry);
if (!frameKey) throw new Error('the frame is no chunk of its own: look at how the bundles are measured');
brought(frameKey, frame);
const known = new Set([...first, ...frame]);
for (const key of Object.keys(manifest).filter((name) => /^src\/areas\/\w+\/index\.tsx$/.test(name))) {
  const own = new Set([...brought(key)].filter((file) => !known.has(file)));
  report.push([key.split('/')[2], sum(own), AREA]);
}
report.push(['frame, after the first view', sum(new Set([...frame].filter((file) => !first.has(file)))), AREA]);
let over = false;
for (const [name, bytes, budget] of report) {
  over ||= bytes > budget;
  console.log(`${name.padEnd(28)} ${String(Math.round(bytes / KB)).padStart(4)} KB gzip of ${budget / KB}${bytes > budget ? '  OVER' : ''}`);
}
for (const path of files(dist).filter((name) => /\.(js|css|html|svg|json)$/.test(name))) {
  const content = readFileSync(path);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(content, quality));
}
if (over) process.exit(1);
