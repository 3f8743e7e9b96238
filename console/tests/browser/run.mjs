// Drives the real server through Debian's Chromium as a person would. CLOUDKEEP_BIN names the server; --screenshots keeps pictures in screenshots/.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateLoginProfileCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, ListObjectsV2Command, PutBucketPolicyCommand, PutBucketTaggingCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { chromium } from 'playwright-core';

const PATIENCE = 30_000;
const PASSWORD = 'Correct-Horse-9';
const pictures = process.argv.includes('--screenshots');
const folder = mkdtempSync(join(tmpdir(), 'cloudkeep-console-'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const keyFile = join(folder, 'root');
const environment = { ...process.env, CLOUDKEEP_CLOUDTRAIL_LOOKUPS_PER_SECOND: '1000' };
const server = spawn(process.env.CLOUDKEEP_BIN, ['serve', '--listen', '127.0.0.1:0', '--data-dir', join(folder, 'data'), '--credentials-file', keyFile], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
let log = '';
server.stderr.on('data', (data) => (log += data));
const endpoint = await new Promise((resolve, reject) => {
  let out = '';
  server.stdout.on('data', (data) => {
    const found = /^ready (\S+)$/m.exec((out += data));
    if (found) resolve(found[1]);
  });
  server.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${log}`)));
});

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const complaints = [];
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce' });
context.setDefaultTimeout(PATIENCE);
const page = await context.newPage();
// What the tests refuse on purpose the browser logs as failed resources; everything else is a fault.
page.on('console', (message) => { if (message.type() === 'error' && !/status of (400|401|403|429)/.test(message.text())) complaints.push(message.text()); });
page.on('pageerror', (error) => complaints.push(String(error)));
page.on('request', (request) => { if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(endpoint)) complaints.push(`a request to ${request.url()}`); });

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
const act = async (label, fields = {}) => {
  await button(label).first().click();
  const dialog = page.getByRole('dialog', { name: label });
  for (const [name, value] of Object.entries(fields)) await dialog.getByLabel(name, { exact: true }).fill(value);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  return dialog;
};
const done = (text) => page.getByText(text).first().waitFor();
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
  for (const scheme of ['light', 'dark']) {
    await page.evaluate((dark) => document.body.classList.toggle('awsui-dark-mode', dark), scheme === 'dark');
    for (const width of [360, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(500);
      await page.screenshot({ path: `screenshots/${name}-${scheme}-${width}.png` });
    }
  }
  await page.evaluate(() => document.body.classList.remove('awsui-dark-mode'));
};

try {
  const credentials = /aws_access_key_id\s*=\s*(\S+)[\s\S]*aws_secret_access_key\s*=\s*(\S+)/.exec(readFileSync(keyFile, 'utf8'));
  const root = { region: 'us-east-1', endpoint, credentials: { accessKeyId: credentials[1], secretAccessKey: credentials[2] }, forcePathStyle: true };
  const iam = new IAMClient(root);
  let account = '';

  await step('headers: a strict policy, no framing, immutable assets, compressed', async () => {
    const reply = await fetch(endpoint, { headers: { accept: 'text/html' } });
    const policy = reply.headers.get('content-security-policy');
    assert.match(policy, /script-src 'self';.*frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(reply.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(reply.headers.get('access-control-allow-origin'), null);
    const asset = /src="([^"]+\.js)"/.exec(await reply.text())[1];
    const script = await fetch(endpoint + asset, { headers: { 'accept-encoding': 'br' } });
    assert.deepEqual([script.status, script.headers.get('content-encoding')], [200, 'br']);
    assert.match(script.headers.get('cache-control'), /immutable/);
    assert.equal((await fetch(endpoint, { headers: { accept: '*/*' } })).headers.get('content-type').includes('xml'), true);
  });

  await step('cross-origin and form sign-ins are refused', async () => {
    const post = (headers) => fetch(`${endpoint}/_console/sign-in`, { method: 'POST', headers, body: '{}' });
    assert.equal((await post({ 'content-type': 'application/json', origin: 'http://evil.example' })).status, 403);
    assert.equal((await post({ 'content-type': 'application/json' })).status, 403);
    assert.equal((await post({ 'content-type': 'text/plain', origin: endpoint })).status, 415);
  });

  await step('first sign-in with the root key', async () => {
    await page.goto(endpoint);
    await page.getByRole('heading', { name: 'Cloudkeep' }).waitFor();
    await audited('sign-in');
    await pictured('sign-in');
    await page.getByRole('button', { name: 'Access key' }).click();
    await page.getByLabel('Access key ID').fill(credentials[1]);
    await page.getByLabel('Secret access key').fill(credentials[2]);
    await button('Sign in').click();
    await page.getByRole('heading', { name: 'What needs attention' }).waitFor();
    await done('The root user has an active access key');
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
    assert.ok(!kept.includes(credentials[2]), 'the secret was kept');
    account = JSON.parse(await page.evaluate(() => sessionStorage.getItem('cloudkeep.session'))).identities[0].account;
    await page.waitForTimeout(300);
    await audited('home');
    await pictured('home');
  });

  await step('an organization is built, and service control policies are switched on', async () => {
    await page.evaluate(() => { location.hash = '#/organizations/tree'; });
    await page.getByText('This account is in no organization').waitFor();
    await act('Create an organization');
    await page.getByRole('heading', { name: 'Accounts and units' }).waitFor();
    await act('Create unit', { Name: 'Production' });
    await page.getByRole('link', { name: 'Production' }).waitFor();
    await audited('organization');
    await pictured('organizations');
    await open('#/organizations/policies', 'Service control policies');
    await page.getByText('are switched off in this organization').waitFor();
    await act('Enable');
    await done('Policies of this type bind now.');
  });

  await step('a user with a password signs in, the second time with the right one', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'ada' }));
    await iam.send(new CreateLoginProfileCommand({ UserName: 'ada', Password: PASSWORD }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'ada', PolicyArn: 'arn:aws:iam::aws:policy/SecretsManagerReadWrite' }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'ada', PolicyArn: 'arn:aws:iam::aws:policy/AWSCloudTrail_ReadOnlyAccess' }));
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(`${endpoint}/#/secretsmanager/secrets`);
    await page.reload();
    const fill = async (password) => {
      await page.getByLabel('Account ID or alias').fill(account);
      await page.getByLabel('User name').fill('ada');
      await page.getByLabel('Password').fill(password);
      await button('Sign in').click();
    };
    await fill('wrong');
    await done('Your authentication information is incorrect');
    await fill(PASSWORD);
    await page.getByRole('heading', { name: 'Secrets', level: 1 }).waitFor();
  });

  await step('a secret is stored, listed and revealed', async () => {
    await act('Store a secret', { Name: 'db/<b>main</b>', 'Secret value': 's3cr3t-value', Description: '=cmd|calc' }).catch(() => {});
    const dialog = page.getByRole('dialog', { name: 'Store a secret' });
    await dialog.getByText('This did not work').waitFor();
    await dialog.getByLabel('Name', { exact: true }).fill('db/main');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('link', { name: 'db/main' }).click();
    await page.getByRole('heading', { name: 'db/main' }).waitFor();
    assert.equal(await page.getByText('s3cr3t-value').count(), 0);
    await button('Reveal').click();
    await page.getByText('s3cr3t-value').waitFor();
    await page.waitForTimeout(300);
    await audited('secret');
    await pictured('secret');
  });

  await step('a denial says why, and leads to its event', async () => {
    await open('#/iam/users', 'Users');
    await page.getByText('is not authorized to perform: iam:ListUsers').first().waitFor();
    await page.waitForTimeout(300);
    await audited('denial');
    await pictured('denied');
    await page.getByRole('link', { name: 'See the CloudTrail event' }).first().click();
    await page.getByRole('heading', { name: 'ListUsers' }).waitFor();
    await pictured('event');
  });

  await step('sign-ins are events, refused ones too', async () => {
    const trail = new CloudTrailClient(root);
    for (const until = Date.now() + PATIENCE; ; ) {
      const { Events } = await trail.send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ConsoleLogin' }] }));
      const said = Events.map((event) => JSON.parse(event.CloudTrailEvent)).map((r) => [r.userIdentity.type, r.responseElements.ConsoleLogin, r.eventType]);
      if (said.length >= 3) {
        assert.deepEqual(said.map(String).sort(), ['IAMUser,Failure,AwsConsoleSignIn', 'IAMUser,Success,AwsConsoleSignIn', 'Root,Success,AwsConsoleSignIn']);
        break;
      }
      assert.ok(Date.now() < until, JSON.stringify(said));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  await step('Ctrl+K opens a page', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('audit');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Event history' }).waitFor();
    await page.getByText('GetSecretValue').first().waitFor();
    await page.waitForTimeout(300);
    await audited('history');
    await pictured('history');
  });

  await step('the root user signs in again', async () => {
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(`${endpoint}/#/home`);
    await page.reload();
    await page.getByRole('button', { name: 'Access key' }).click();
    await page.getByLabel('Access key ID').fill(credentials[1]);
    await page.getByLabel('Secret access key').fill(credentials[2]);
    await button('Sign in').click();
    await page.getByText('Security Hub is not enabled in this region').waitFor();
  });

  await step('resources are recorded, and a timeline tells what changed and by which call', async () => {
    const s3 = new S3Client(root);
    await s3.send(new CreateBucketCommand({ Bucket: 'config-files' }));
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'config-files', Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: ['s3:GetBucketAcl', 's3:ListBucket', 's3:PutObject'], Resource: ['arn:aws:s3:::config-files', 'arn:aws:s3:::config-files/*'] }] }) }));
    await s3.send(new CreateBucketCommand({ Bucket: 'watched' }));
    await open('#/config/resources', 'Resources');
    await act('Start recording', { Bucket: 'config-files' });
    await done('Recording in this region');
    const recorded = async (attempts = 30) => {
      await button('Refresh').click();
      await page.waitForTimeout(700);
      if (await page.getByRole('link', { name: 'watched' }).count()) return;
      assert.ok(attempts > 0, 'the bucket is not recorded');
      await recorded(attempts - 1);
    };
    await recorded();
    await audited('config');
    await pictured('config');
    await s3.send(new PutBucketTaggingCommand({ Bucket: 'watched', Tagging: { TagSet: [{ Key: 'team', Value: 'red' }] } }));
    const changed = async (attempts = 30) => {
      await page.goto(`${endpoint}/#/home`);
      await open('#/config/resources/AWS%3A%3AS3%3A%3ABucket/watched', 'watched');
      if (await page.getByText('tags.team', { exact: true }).count()) return;
      assert.ok(attempts > 0, 'the change is not in the timeline');
      await page.waitForTimeout(500);
      await changed(attempts - 1);
    };
    await changed();
    await audited('timeline');
    await pictured('timeline');
    await page.getByRole('link', { name: 'this call' }).first().click();
    await page.getByRole('heading', { name: 'PutBucketTagging' }).waitFor();
  });

  await step('a rule turns not compliant', async () => {
    await open('#/config/rules', 'Rules');
    await act('Add a managed rule', { Name: 'versioned', Identifier: 'S3_BUCKET_VERSIONING_ENABLED' });
    await done('The rule is being evaluated.');
    const judged = async (attempts = 40) => {
      await button('Refresh').click();
      await page.waitForTimeout(700);
      if (await page.getByText('Not compliant').count()) return;
      assert.ok(attempts > 0, 'the rule has no verdict');
      await judged(attempts - 1);
    };
    await judged();
    await pictured('rules');
    await page.getByRole('link', { name: 'versioned' }).click();
    await page.getByRole('link', { name: 'watched' }).waitFor();
    await audited('rule');
  });

  await step('an attack is followed from home to its evidence', async () => {
    await open('#/securityhub/findings', 'Security Hub');
    await act('Enable Security Hub');
    await page.getByRole('heading', { name: 'Findings', level: 1 }).waitFor();
    await open('#/securityhub/standards', 'Standards');
    await page.getByText('CIS AWS Foundations Benchmark').first().waitFor();
    await audited('standards');
    await open('#/guardduty/findings', 'Findings');
    await act('Enable GuardDuty');
    await button('Generate sample findings').waitFor();
    // A user with a key, who makes another one an administrator with a key: a backdoor.
    await iam.send(new CreateUserCommand({ UserName: 'backdoor' }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'backdoor', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
    await iam.send(new CreateAccessKeyCommand({ UserName: 'backdoor' }));
    await act('Generate sample findings');
    await done('There is a sample of each type.');
    await page.getByText('[SAMPLE]').first().waitFor();
    await audited('guardduty');
    await pictured('guardduty');
    const arrived = async (attempts = 30) => {
      await open('#/iam/users', 'Users');
      await open('#/home', 'What needs attention');
      await page.waitForTimeout(700);
      if (await page.getByText('[SAMPLE]').count()) return;
      assert.ok(attempts > 0, 'no finding came to Security Hub');
      await arrived(attempts - 1);
    };
    await arrived();
    await pictured('home-findings');
    await page.getByRole('link', { name: /SAMPLE/ }).first().click();
    await page.getByRole('heading', { name: /SAMPLE/, level: 1 }).waitFor();
    await audited('finding');
    await pictured('finding');
    await act('Set resolved');
    await done('The finding is resolved.');
  });

  await step('the other areas open without a complaint', async () => {
    for (const [hash, heading] of [['cloudwatch/alarms', 'Alarms'], ['cloudwatch/groups', 'Log groups'], ['sns/topics', 'Topics'], ['scheduler/schedules', 'Schedules'], ['kms/keys', 'Keys'], ['s3/buckets', 'Buckets'], ['sqs/queues', 'Queues'], ['eventbridge/rules', 'Rules'], ['lambda/functions', 'Functions'], ['iam/roles', 'Roles'], ['iam/policies', 'Policies']]) {
      await open(`#/${hash}`, heading);
      await page.waitForTimeout(300);
      await audited(hash);
    }
    await open('#/sns/topics', 'Topics');
    await act('Create topic', { Name: 'alerts' });
    await page.getByRole('link', { name: 'alerts' }).click();
    await page.getByText('Nobody gets what is published.').waitFor();
    await audited('topic');
    await open('#/cloudwatch/groups', 'Log groups');
    await act('Create log group', { Name: '/app/web' });
    await page.getByRole('link', { name: '/app/web' }).click();
    await page.getByText('No lines').first().waitFor();
    await audited('lines');
  });

  await step('another origin can neither frame the console nor read from it', async () => {
    const evil = createServer((_, reply) => { reply.setHeader('content-type', 'text/html'); reply.end(`<iframe src="${endpoint}/"></iframe>`); });
    await new Promise((resolve) => evil.listen(0, '127.0.0.1', resolve));
    const other = await (await browser.newContext()).newPage();
    await other.goto(`http://localhost:${evil.address().port}/`);
    const read = await other.evaluate((url) => fetch(url).then((r) => r.text(), (error) => String(error)), `${endpoint}/health/live`);
    assert.match(read, /Failed to fetch/);
    await other.waitForTimeout(500);
    assert.equal(await other.frames()[1].getByRole('heading').count().catch(() => 0), 0);
    evil.close();
  });

  await step('a bucket may be called console', async () => {
    const s3 = new S3Client(root);
    await s3.send(new CreateBucketCommand({ Bucket: 'console' }));
    await s3.send(new PutObjectCommand({ Bucket: 'console', Key: 'index.html', Body: 'mine' }));
    assert.equal((await s3.send(new ListObjectsV2Command({ Bucket: 'console' }))).KeyCount, 1);
    const unsigned = await fetch(`${endpoint}/console/index.html`, { headers: { accept: 'text/html' } });
    assert.deepEqual([unsigned.status, unsigned.headers.get('content-security-policy')], [403, "sandbox; frame-ancestors 'none'"]);
  });

  await step('guessing has to wait', async () => {
    const guess = () => fetch(`${endpoint}/_console/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json', origin: endpoint }, body: JSON.stringify({ account, userName: 'bo', password: 'x' }) });
    const answers = [];
    for (let turn = 0; turn < 7; turn++) answers.push((await guess()).status);
    assert.equal(answers[0], 401);
    assert.equal(answers.at(-1), 429);
  });

  assert.deepEqual(complaints, []);
  console.log('the console works');
} catch (error) {
  mkdirSync('screenshots', { recursive: true });
  await page.screenshot({ path: 'screenshots/failure.png' }).catch(() => {});
  console.error(error, complaints, log.slice(-2000));
  process.exitCode = 1;
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  server.kill();
  await new Promise((resolve) => server.on('close', resolve));
  rmSync(folder, { recursive: true, force: true });
}
