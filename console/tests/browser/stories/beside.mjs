// Details beside lists: walked through, compared, shared by address, where and as large as whoever reads wants them.
import { CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';

export default async function ({ assert, root, page, step, button, open, until, seen, asRoot }) {
  await asRoot();
  const iam = new IAMClient(root);
  const names = ['anna', 'bert', 'cleo', 'dora'];
  for (const UserName of names) await iam.send(new CreateUserCommand({ UserName })).catch(() => {});
  const heading = (name) => page.getByRole('heading', { name, level: 2, exact: true });

  await step('a user is shown beside the list, and the next with one press', async () => {
    await open('#/iam/users', 'Users');
    await button('Show anna beside the list').click();
    await heading('anna').last().waitFor();
    assert.match(page.url(), /#\/iam\/users\?beside=anna$/);
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
    await button('The next').click();
    await heading('bert').last().waitFor();
    await seen('beside-user');
    await button('Compare with another').click();
    await page.getByRole('region', { name: 'bert', exact: true }).getByText(':user/bert').first().waitFor();
    await page.getByRole('region', { name: 'cleo', exact: true }).getByText(':user/cleo').first().waitFor();
    assert.match(page.url(), /\?beside=bert,cleo$/);
    await seen('beside-compared');
  });

  await step('the address alone opens it, and Back closes it', async () => {
    const shared = page.url();
    await open('#/sqs/queues', 'Queues');
    assert.equal(await page.getByRole('region', { name: 'cleo', exact: true }).count(), 0);
    await page.goto(shared);
    await page.reload();
    await page.getByRole('region', { name: 'cleo', exact: true }).getByText(':user/cleo').first().waitFor();
    await page.getByRole('region', { name: 'cleo', exact: true }).getByRole('button', { name: 'Close cleo' }).click();
    await until('one alone', async () => /\?beside=bert$/.test(page.url()));
    await button('Close the panel').click();
    await until('a closed panel', async () => /#\/iam\/users$/.test(page.url()));
    await button('Show dora beside the list').focus();
    await page.keyboard.press('Enter');
    await heading('dora').last().waitFor();
    await page.goBack();
    await until('a closed panel', async () => (await page.getByText(':user/dora').count()) < 2 && !page.url().includes('beside'));
  });

  await step('where it stands is remembered', async () => {
    await button('Show anna beside the list').click();
    await page.getByRole('button', { name: 'Split panel preferences' }).click();
    await page.getByRole('dialog').getByText('Bottom', { exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
    await until('the preference', async () => (await page.evaluate(() => localStorage.getItem('cloudkeep.beside')))?.includes('bottom'));
    await page.reload();
    await heading('anna').last().waitFor();
    await seen('beside-below');
    await page.evaluate(() => localStorage.removeItem('cloudkeep.beside'));
    await page.reload();
  });

  await step('events are read beside their history', async () => {
    await open('#/cloudtrail/events', 'Event history');
    await page.getByLabel('Value', { exact: true }).fill('CreateUser');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show CreateUser beside the list' }).first().click();
    await heading('CreateUser').last().waitFor();
    await page.getByRole('heading', { name: 'Event record', level: 3 }).waitFor();
    await seen('beside-event');
  });
}
