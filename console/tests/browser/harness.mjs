// A server of its own, Debian's Chromium, and what a person does with both.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { through } from './through.mjs';

const PATIENCE = 30_000;

/** Starts server and browser. With `dist` the built files of this folder are shown instead of those in the server. */
export async function start({ pictures = false, dist = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'cloudkeep-console-'));
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const keyFile = join(folder, 'root');
  const environment = { ...process.env, CLOUDKEEP_CLOUDTRAIL_LOOKUPS_PER_SECOND: '1000' };
  const server = spawn(process.env.CLOUDKEEP_BIN, ['serve', '--listen', '127.0.0.1:0', '--data-dir', join(folder, 'data'), '--credentials-file', keyFile], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  server.stderr.on('data', (data) => (log += data));
  const listening = await new Promise((resolve, reject) => {
    let out = '';
    server.stdout.on('data', (data) => {
      const found = /^ready (\S+)$/m.exec((out += data));
      if (found) resolve(found[1]);
    });
    server.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${log}`)));
  });
  const policy = (await fetch(listening, { headers: { accept: 'text/html' } })).headers.get('content-security-policy');
  const between = dist ? await through(listening, policy) : undefined;
  const endpoint = between?.endpoint ?? listening;

  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const complaints = [];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce', acceptDownloads: true });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  // What the tests refuse on purpose the browser logs as failed resources; everything else is a fault.
  page.on('console', (message) => { if (message.type() === 'error' && !/status of (400|401|403|404|429)/.test(message.text())) complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => { if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(endpoint)) complaints.push(`a request to ${request.url()}`); });

  const credentials = /aws_access_key_id\s*=\s*(\S+)[\s\S]*aws_secret_access_key\s*=\s*(\S+)/.exec(readFileSync(keyFile, 'utf8'));
  const root = { region: 'us-east-1', endpoint, credentials: { accessKeyId: credentials[1], secretAccessKey: credentials[2] }, forcePathStyle: true };

  const step = async (name, work) => {
    const began = Date.now();
    await work();
    console.log(`  ${String(Date.now() - began).padStart(6)} ms  ${name}`);
  };
  const button = (name) => page.getByRole('button', { name, exact: true });
  const open = async (hash, heading) => {
    await page.evaluate((where) => { location.hash = where; }, hash);
    await page.getByRole('heading', { name: heading, level: 1 }).first().waitFor();
  };
  /** Fills in what a dialog asks; what is chosen from a list is given as `{ choose: label }`. */
  const fill = async (dialog, fields) => {
    for (const [name, value] of Object.entries(fields)) {
      if (typeof value === 'string') await dialog.getByLabel(name, { exact: true }).fill(value);
      else await choose(dialog, name, value.choose);
    }
  };
  const choose = async (within, label, option) => {
    await within.getByRole('button', { name: label }).first().click();
    await page.getByRole('option', { name: option }).first().click();
  };
  const act = async (label, fields = {}) => {
    await button(label).first().click();
    const dialog = page.getByRole('dialog').last();
    await fill(dialog, fields);
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    return dialog;
  };
  const done = (text) => page.getByText(text).first().waitFor();
  /** Tries something until it is true: views follow the journal, and rules take a moment. */
  const until = async (what, test, attempts = 40, pause = 500) => {
    for (let turn = 0; turn < attempts; turn++) {
      if (await test()) return;
      await page.waitForTimeout(pause);
    }
    throw new Error(`in vain: ${what}`);
  };
  const audited = async (name) => {
    // What still fades in has not its colours yet.
    await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'));
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    const serious = found.violations.filter((violation) => ['serious', 'critical'].includes(violation.impact));
    complaints.push(...serious.map((v) => `axe on ${name}: ${v.id} ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 300)).join(' ')}`));
  };
  const pictured = async (name) => {
    if (!pictures) return;
    mkdirSync('screenshots', { recursive: true });
  await page.evaluate(() => scrollTo(0, 0));
    for (const scheme of ['light', 'dark']) {
      await page.evaluate((dark) => document.body.classList.toggle('awsui-dark-mode', dark), scheme === 'dark');
      for (const width of [360, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(500);
        await page.screenshot({ path: `screenshots/${name}-${scheme}-${width}.png`, fullPage: width === 1440 });
      }
    }
    await page.evaluate(() => document.body.classList.remove('awsui-dark-mode'));
  };
  /** Looks at a page with axe, and keeps a picture of it. */
  const seen = async (name) => {
    await page.waitForTimeout(300);
    await audited(name);
    await pictured(name);
  };
  const asRoot = async () => {
    if (page.url().startsWith(endpoint)) await page.evaluate(() => sessionStorage.clear());
    await page.goto(`${endpoint}/#/home`);
    await page.reload();
    await page.getByRole('button', { name: 'Access key' }).click();
    await page.getByLabel('Access key ID').fill(credentials[1]);
    await page.getByLabel('Secret access key').fill(credentials[2]);
    await button('Sign in').click();
    await page.getByRole('heading', { name: 'What needs attention' }).waitFor();
  };
  const asUser = async (account, name, password, code) => {
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(`${endpoint}/#/home`);
    await page.reload();
    await page.getByLabel('Account ID or alias').fill(account);
    await page.getByLabel('User name').fill(name);
    await page.getByLabel('Password').fill(password);
    await button('Sign in').click();
    if (code) {
      await page.getByLabel('MFA code').fill(code);
      await button('Sign in').click();
    }
  };
  const account = async () => {
    const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
    return (await new STSClient(root).send(new GetCallerIdentityCommand({}))).Account;
  };
  const stop = async () => {
    await browser.close();
    between?.close();
    server.removeAllListeners('exit');
    server.kill();
    await new Promise((resolve) => server.on('close', resolve));
    rmSync(folder, { recursive: true, force: true });
  };
  return { assert, endpoint, root, credentials, browser, context, page, complaints, folder, step, button, open, act, fill, choose, done, until, audited, pictured, seen, asRoot, asUser, account, stop, log: () => log };
}
