// The other areas open without a complaint; search; names like markup.
import { readFileSync } from 'node:fs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

export default async function ({ assert, root, page, step, open, act, audited, asRoot }) {
  await asRoot();
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

  await step('Ctrl+K finds resources by name, with the keyboard alone', async () => {
    await page.keyboard.press('Control+k');
    const box = page.getByRole('searchbox');
    await box.fill('alerts');
    await page.getByRole('link', { name: 'alerts · Topic' }).waitFor();
    await audited('search');
    await box.press('Enter');
    await page.getByRole('heading', { name: 'alerts', level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await box.fill('web log');
    await page.getByRole('link', { name: '/app/web · Log group' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '/app/web', level: 1 }).waitFor();
  });

  await step('what is named like markup stays text, in pages, titles and exports', async () => {
    const markup = '<img src=x onerror="document.title=1">';
    const iam = new IAMClient(root);
    await iam.send(new CreateRoleCommand({ RoleName: 'marked', Description: `=cmd|calc ${markup}`, AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }) })).catch(async () => {
      await iam.send(new CreateRoleCommand({ RoleName: 'marked', Description: '=cmd|calc', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] }) }));
    });
    const s3 = new S3Client(root);
    await s3.send(new CreateBucketCommand({ Bucket: 'marked' }));
    await s3.send(new PutObjectCommand({ Bucket: 'marked', Key: `${markup}.txt`, Body: '<script>document.title=1</script>', ContentType: 'text/html' }));
    await open('#/s3/buckets/marked', 'marked');
    await page.getByText(`${markup}.txt`).first().waitFor();
    await open('#/iam/roles', 'Roles');
    await page.getByRole('button', { name: 'Export' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const text = readFileSync(await (await saved).path(), 'utf8');
    assert.match(text, /marked,"?'=cmd\|calc/);
    await page.evaluate((where) => { location.hash = where; }, `#/iam/users/${encodeURIComponent(markup)}`);
    await page.getByText('ValidationError').first().waitFor();
    assert.equal(await page.evaluate(() => document.images.length - document.querySelectorAll('img[src^="/_console/"]').length), 0);
    assert.notEqual(await page.title(), '1');
  });
}
