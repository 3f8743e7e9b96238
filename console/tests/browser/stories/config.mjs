// What is recorded, its timeline, and a rule that turns not compliant.
import { CreateBucketCommand, PutBucketPolicyCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';

export default async function ({ assert, endpoint, root, page, step, button, open, act, done, audited, pictured, asRoot }) {
  await asRoot();
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
}
