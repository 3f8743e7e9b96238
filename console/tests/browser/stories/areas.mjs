// The other areas open without a complaint.

export default async function ({ page, step, open, act, audited, asRoot }) {
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
}
