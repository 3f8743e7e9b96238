// An administrator with MFA builds an organization, attaches a guardrail, switches to a role in the account below, and is refused: the statement that decides is shown.
import { createHmac } from 'node:crypto';
import { AttachUserPolicyCommand, CreateLoginProfileCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { EnablePolicyTypeCommand, ListAccountsCommand, ListRootsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';

const PASSWORD = 'Correct-Horse-9';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const GUARDRAIL = { Version: '2012-10-17', Statement: [{ Sid: 'NoNewUsers', Effect: 'Deny', Action: ['iam:CreateUser'], Resource: '*' }, { Sid: 'StayHome', Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } } }] };

/** The code of RFC 6238 for a seed in base32, so many steps of 30 seconds from now. */
function totp(seed, steps = 0) {
  const bits = [...seed.replace(/[=\s]/g, '')].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac('sha1', key).update(counter).digest();
  return String((hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export default async function ({ assert, endpoint, root, page, step, button, open, act, done, until, seen, choose, asRoot, asUser, account: accountOf }) {
  await asRoot();
  const iam = new IAMClient(root);
  const org = new OrganizationsClient(root);
  const account = await accountOf();
  let seed = '';
  let member = '';

  await step('a user gets an MFA device in the console', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'grace' }));
    await iam.send(new CreateLoginProfileCommand({ UserName: 'grace', Password: PASSWORD }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'grace', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
    await open('#/iam/users/grace', 'grace');
    await button('Assign MFA device').click();
    const dialog = page.getByRole('dialog');
    seed = await dialog.locator('pre').first().textContent();
    await seen('mfa');
    await dialog.getByLabel('First code').fill('000000');
    await dialog.getByLabel('Second code').fill('111111');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await dialog.getByText('InvalidAuthenticationCode').waitFor();
    await dialog.getByLabel('First code').fill(totp(seed, -2));
    await dialog.getByLabel('Second code').fill(totp(seed, -1));
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await done('From now on the sign-in asks for a code.');
  });

  await step('the sign-in asks for the code, and refuses a wrong one', async () => {
    await asUser(account, 'grace', PASSWORD, '000000');
    await page.getByText(/incorrect|invalid/i).first().waitFor();
    await page.getByLabel('MFA code').fill(totp(seed));
    await button('Sign in').click();
    await page.getByRole('heading', { name: 'What needs attention' }).waitFor();
    await open('#/iam/users/grace', 'grace');
    await page.getByText('Password last used').waitFor();
    await page.getByText(new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date())).nth(1).waitFor();
  });

  await step('who can do what is asked of every principal', async () => {
    await open('#/iam/who', 'Who can do it?');
    await page.getByLabel('Action', { exact: true }).fill('iam:CreateUser');
    await button('Ask').click();
    await page.getByRole('row', { name: /grace.*Allowed.*AdministratorAccess/ }).waitFor();
    await button('Ask').waitFor();
    await seen('who');
    await page.getByLabel('Action', { exact: true }).fill('iam:CreateUser');
    await button('Ask').click();
    await button('Stop asking').click({ timeout: 3000 }).catch(() => {});
  });

  await step('units and an account; the account is moved by hand and by keyboard', async () => {
    await page.evaluate(() => { location.hash = '#/organizations/tree'; });
    await Promise.race([button('Create an organization').waitFor(), button('Create unit').waitFor()]);
    if (await button('Create an organization').count()) await act('Create an organization');
    for (const name of ['Workloads', 'Sandbox']) {
      await act('Create unit', { Name: name });
      await page.getByRole('link', { name, exact: true }).waitFor();
    }
    await act('Create account', { 'Account name': 'web', 'E-mail address of its root user': 'web@example.com' });
    await until('the account', async () => {
      await button('Refresh').click();
      return (await page.getByRole('link', { name: 'web', exact: true }).count()) > 0;
    });
    member = (await org.send(new ListAccountsCommand({}))).Accounts.find((one) => one.Name === 'web').Id;
    const unit = (name) => page.locator('.tree-unit').filter({ has: page.getByRole('link', { name, exact: true }) }).last();
    await page.locator('.tree-account').filter({ hasText: 'web@example.com' }).dragTo(unit('Sandbox'));
    await page.getByText('Move web to Sandbox?').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
    await done('The account is moved.');
    await unit('Sandbox').getByText('web@example.com').waitFor();
    await button('Move web').focus();
    await page.keyboard.press('Enter');
    await choose(page.getByRole('dialog'), 'New parent', /Workloads/);
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
    await unit('Workloads').getByText('web@example.com').waitFor();
    await seen('tree');
  });

  await step('a guardrail is written with its faults shown, and attached', async () => {
    const rootId = (await org.send(new ListRootsCommand({}))).Roots[0].Id;
    await org.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' })).catch((error) => assert.match(error.name, /AlreadyEnabled/));
    await open('#/organizations/policies', 'Service control policies');
    await button('Create policy').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('guardrail');
    const form = dialog.getByRole('region', { name: 'Statement 1', exact: true });
    await form.getByText('organizations:LeaveOrganization').waitFor();
    assert.ok(await form.getByRole('radio', { name: 'Deny' }).isChecked());
    await seen('guardrail-visual');
    await dialog.getByRole('button', { name: 'JSON', exact: true }).click();
    const text = dialog.getByRole('textbox', { name: 'Policy document' });
    await text.fill(JSON.stringify({ ...GUARDRAIL, Statement: [{ ...GUARDRAIL.Statement[0], Principal: '*' }] }));
    await dialog.getByText('a service control policy names no principals').waitFor();
    await seen('policy-editor');
    await text.fill(JSON.stringify(GUARDRAIL, null, 2));
    await dialog.getByText('Well formed').waitFor();
    await dialog.getByText('The server takes it').waitFor();
    await dialog.getByRole('button', { name: 'Visual', exact: true }).click();
    await dialog.getByRole('region', { name: 'Statement 2', exact: true }).getByRole('group', { name: 'StringNotEquals aws:RequestedRegion' }).waitFor();
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await done('The policy is there');
    await page.getByRole('link', { name: 'guardrail' }).click();
    await page.getByRole('heading', { name: 'guardrail', level: 1 }).waitFor();
    await act('Attach', { Target: { choose: /Workloads$|Workloads ou-/ } });
    await done('The policy is attached');
  });

  await step('the simulator tells which level denies, and by which statement', async () => {
    await open(`#/organizations/simulate/${member}`, 'Would this be denied?');
    await page.getByLabel('Actions').fill('iam:CreateUser s3:CreateBucket');
    await page.getByLabel('Context').fill('aws:RequestedRegion=us-east-1');
    await button('Evaluate').click();
    await page.getByText('iam:CreateUser on * is denied').waitFor();
    await page.getByText('s3:CreateBucket on * is let through by every level').waitFor();
    await page.getByText('"Sid": "NoNewUsers"').waitFor();
    await seen('simulate');
  });

  await step('who switches to a role of that account is refused, and sees the statement', async () => {
    await page.getByRole('button', { name: 'grace' }).first().click();
    await page.getByRole('menuitem', { name: 'Switch role' }).click();
    await page.getByLabel('Role ARN').fill(`arn:aws:iam::${member}:role/OrganizationAccountAccessRole`);
    await page.getByRole('dialog').getByRole('button', { name: 'Switch role' }).click();
    await button(`OrganizationAccountAccessRole/console @ ${member}`).waitFor();
    await open('#/iam/users', 'Users');
    await button('Create user').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('User name').fill('eve');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await dialog.getByText('with an explicit deny in a service control policy').waitFor();
    await dialog.getByRole('button', { name: 'Show the deciding statement' }).click();
    await dialog.getByText('"Sid": "NoNewUsers"').waitFor();
    assert.equal(await dialog.getByText('StayHome').count(), 0);
    await seen('denied-by-guardrail');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await button(`grace @ ${account}`).click();
    await open('#/iam/users', 'Users');
    await page.getByRole('link', { name: 'grace' }).waitFor();
  });

  await step('the member account is asked the same', async () => {
    assert.ok(endpoint);
    await open(`#/organizations/targets/${member}`, 'web');
    await page.getByRole('heading', { name: 'Guardrails from the root down' }).waitFor();
    await page.getByRole('row', { name: /Workloads.*guardrail/ }).waitFor();
    await seen('target');
  });
}
