// How fast the console is: sign-in to a usable home, long tables, and what the bundles weigh. Prints a table; --json prints the numbers.
// CLOUDKEEP_BIN names the server; --dist shows the built files of this folder.
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateLoginProfileCommand, CreateUserCommand, AttachUserPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { start } from './harness.mjs';

const PASSWORD = 'Correct-Horse-9';
const RUNS = 7;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const all = await start({ dist: process.argv.includes('--dist') });
const { page, root, endpoint, button } = all;
const results = {};

/** From the click to a home whose panels have their content. */
async function signIn(account) {
  await page.goto('about:blank');
  const opened = Date.now();
  await page.goto(`${endpoint}/#/home`);
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await page.getByLabel('User name').waitFor();
  const shown = Date.now() - opened;
  await page.getByLabel('Account ID or alias').fill(account);
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Password').fill(PASSWORD);
  const began = Date.now();
  await button('Sign in').click();
  await page.getByRole('heading', { name: 'What needs attention' }).waitFor();
  const heading = Date.now() - began;
  await page.getByText('Security Hub is not enabled in this region').waitFor();
  await page.getByText(/Nobody was refused|AccessDenied|Failed sign-in|Failure/).first().waitFor();
  return { shown, heading, usable: Date.now() - began };
}

/** Scrolls a table from its top to its end with the wheel, and tells what the browser had to wait for. */
async function scroll(count) {
  const table = page.locator('.scrolled');
  await page.waitForFunction((rows) => Number(document.querySelector('.scrolled')?.getAttribute('aria-rowcount')) > rows, count, { timeout: 300_000 });
  await page.waitForTimeout(1500);
  await table.hover();
  await page.evaluate(() => {
    const seen = { long: [], frames: [], rows: 0 };
    globalThis.seen = seen;
    new PerformanceObserver((list) => seen.long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
    let last = performance.now();
    const frame = (now) => {
      seen.frames.push(now - last);
      seen.rows = Math.max(seen.rows, document.querySelectorAll('.scrolled-row').length);
      last = now;
      if (!seen.over) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  // Long tasks are told by the clock; a trace tells what a task took of the processor, which does not depend on what else runs.
  await all.browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  const height = await table.evaluate((element) => element.scrollHeight);
  const steps = 120;
  for (let turn = 0; turn < steps; turn++) {
    await page.mouse.wheel(0, Math.ceil(height / steps));
    await page.waitForTimeout(16);
  }
  await page.waitForTimeout(300);
  const seen = await page.evaluate(() => { globalThis.seen.over = true; return globalThis.seen; });
  const trace = JSON.parse((await all.browser.stopTracing()).toString());
  const tasks = trace.traceEvents.filter((event) => event.ph === 'X' && /RunTask/.test(event.name) && event.tdur !== undefined).map((event) => event.tdur / 1000);
  const last = await table.locator('[role=row]').last().getAttribute('aria-rowindex');
  const frames = seen.frames.slice(1).sort((a, b) => a - b);
  return { rows: count, reached: Number(last) - 1, longTasks: seen.long.length, longestTask: Math.round(Math.max(0, ...seen.long)), frameMedian: Math.round(median(frames)), frame99: Math.round(frames[Math.floor(frames.length * 0.99)] ?? 0), drawn: seen.rows, traced: tasks.length, longestOfProcessor: Math.round(Math.max(0, ...tasks)), over50OfProcessor: tasks.filter((one) => one > 50).length };
}

async function lines(group, count) {
  const logs = new CloudWatchLogsClient(root);
  await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 's' }));
  const now = Date.now();
  for (let at = 0; at < count; at += 10_000) {
    const logEvents = Array.from({ length: Math.min(10_000, count - at) }, (_, n) => ({ timestamp: now - count + at + n, message: `GET /cart/${at + n} 200 in ${n % 97} ms` }));
    await logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: 's', logEvents }));
  }
}

try {
  const iam = new IAMClient(root);
  await iam.send(new CreateUserCommand({ UserName: 'ada' }));
  await iam.send(new CreateLoginProfileCommand({ UserName: 'ada', Password: PASSWORD }));
  await iam.send(new AttachUserPolicyCommand({ UserName: 'ada', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
  const account = await all.account();
  await signIn(account);
  const runs = [];
  for (let turn = 0; turn < RUNS; turn++) runs.push(await signIn(account));
  results.signIn = { runs: RUNS, formShown: median(runs.map((run) => run.shown)), headingShown: median(runs.map((run) => run.heading)), usable: median(runs.map((run) => run.usable)), usableWorst: Math.max(...runs.map((run) => run.usable)) };
  await lines('/bench/10k', 10_000);
  await lines('/bench/100k', 100_000);
  results.tables = [];
  for (const [group, count] of [['/bench/10k', 10_000], ['/bench/100k', 100_000]]) {
    const began = Date.now();
    await page.evaluate((name) => { location.hash = `#/cloudwatch/groups/${encodeURIComponent(name)}`; }, group);
    const found = scroll(count);
    results.tables.push({ ...(await found), opened: Date.now() - began });
  }
  results.load = loadavg()[0];
  if (process.argv.includes('--json')) console.log(JSON.stringify(results));
  else {
    console.log(`sign-in, median of ${RUNS}: form ${results.signIn.formShown} ms after the address, heading ${results.signIn.headingShown} ms and usable home ${results.signIn.usable} ms after the click (worst ${results.signIn.usableWorst}; goal 1500)`);
    for (const one of results.tables) console.log(`${String(one.rows).padStart(6)} rows, scrolled to row ${one.reached}: ${one.longTasks} long tasks by the clock (longest ${one.longestTask} ms), ${one.over50OfProcessor} by processor time (longest ${one.longestOfProcessor} ms of ${one.traced} tasks), frames ${one.frameMedian} ms in the middle and ${one.frame99} ms at 99 %, ${one.drawn} rows drawn at most`);
    console.log(`load of the machine at the end: ${results.load.toFixed(1)}`);
    console.log(execFileSync(process.execPath, ['scripts/finish.mjs', '--sizes'], { encoding: 'utf8' }));
  }
} catch (error) {
  await page.screenshot({ path: 'screenshots/failure.png' }).catch(() => {});
  throw error;
} finally {
  await all.stop();
}
