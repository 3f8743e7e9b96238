// Drives the real server through Debian's Chromium as a person would. CLOUDKEEP_BIN names the server; --screenshots keeps pictures in screenshots/;
// --dist shows the built files of this folder instead of those in the server; names of stories run only these.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { start } from './harness.mjs';

const STORIES = ['first', 'organization', 'policies', 'beside', 'config', 'detection', 'cloudtrail', 'cloudwatch', 'secrets', 'areas', 'language', 'safety'];
const given = process.argv.slice(2);
const named = given.filter((word) => !word.startsWith('--'));
const all = await start({ pictures: given.includes('--screenshots'), dist: given.includes('--dist') });
try {
  for (const name of named.length ? named : STORIES) {
    console.log(name);
    const { default: story } = await import(`./stories/${name}.mjs`);
    await story(all);
  }
  assert.deepEqual(all.complaints, []);
  console.log('the console works');
} catch (error) {
  mkdirSync('screenshots', { recursive: true });
  await all.page.screenshot({ path: 'screenshots/failure.png' }).catch(() => {});
  console.error(error, all.complaints, all.log().slice(-2000));
  process.exitCode = 1;
} finally {
  await all.stop();
}
