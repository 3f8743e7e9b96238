// A trail delivers and says so; the lake is asked with SQL.
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';

export default async function ({ assert, root, page, step, button, open, act, done, until, seen, asRoot }) {
  await asRoot();

  await step('a trail is created, delivers, and shows its state', async () => {
    const s3 = new S3Client(root);
    await s3.send(new CreateBucketCommand({ Bucket: 'audit-files' }));
    await open('#/cloudtrail/trails', 'Trails');
    await act('Create trail', { Name: 'main', Bucket: 'audit-files' });
    await page.getByText('InsufficientS3BucketPolicyException').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'audit-files', Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: ['s3:GetBucketAcl', 's3:PutObject'], Resource: ['arn:aws:s3:::audit-files', 'arn:aws:s3:::audit-files/*'] }] }) }));
    await act('Create trail', { Name: 'main', Bucket: 'audit-files' });
    await done('The trail is there, and logging.');
    await seen('trails');
    await page.getByRole('link', { name: 'main' }).click();
    await page.getByText('On: each hour is signed').waitFor();
    await seen('trail');
    await act('Stop logging');
    await done('The trail is stopped');
    await page.getByText('Stopped', { exact: true }).waitFor();
    await act('Start logging');
    await done('The trail is logging.');
  });

  await step('the lake is asked with SQL', async () => {
    await open('#/cloudtrail/stores', 'Event data stores');
    await act('Create event data store', { Name: 'events' });
    await done('The store takes events in from now on.');
    await page.getByRole('link', { name: 'events', exact: true }).click();
    await page.getByRole('heading', { name: 'Lake editor', level: 1 }).waitFor();
    await until('rows of the lake', async () => {
      await button('Run').click();
      await page.getByText('Complete', { exact: true }).first().waitFor();
      await page.waitForTimeout(500);
      return (await page.locator('.bar').count()) > 0;
    }, 60, 1000);
    await seen('lake');
    await page.getByRole('button', { name: 'Sample queries' }).click();
    await page.getByRole('menuitem', { name: 'Newest events' }).click();
    const editor = page.getByRole('textbox', { name: 'Query' });
    const text = await editor.inputValue();
    await editor.press('Control+Home');
    await editor.evaluate((area) => area.setSelectionRange(7, 7));
    await page.getByRole('button', { name: 'Insert userIdentity.type' }).click();
    assert.equal(await editor.inputValue(), text.replace('SELECT ', 'SELECT userIdentity.type'));
    await editor.fill(text);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('columnheader', { name: 'sourceIPAddress' }).waitFor();
    await seen('lake-rows');
    await editor.fill('SELECT evntName FROM nowhere');
    await button('Run').click();
    await page.getByText(/InvalidQueryStatementException|EventDataStoreNotFound/).first().waitFor();
  });
}
