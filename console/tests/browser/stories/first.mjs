// The first sign-in, an organization, a user with a password, a secret, a denial and its event.
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { AttachUserPolicyCommand, CreateLoginProfileCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';

const PATIENCE = 30_000;
const PASSWORD = 'Correct-Horse-9';

export default async function ({ assert, endpoint, root, credentials, page, step, button, open, act, done, audited, pictured }) {
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
}
