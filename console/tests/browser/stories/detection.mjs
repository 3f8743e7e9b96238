// An attack is played and followed from home to its evidence; standards have scores, controls are switched, findings get their workflow, insights count.
import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';

/** A user with an administrator's key, who switches off the trail that would tell of it. */
async function attack(root) {
  const iam = new IAMClient(root);
  await iam.send(new CreateUserCommand({ UserName: 'mallory' }));
  await iam.send(new AttachUserPolicyCommand({ UserName: 'mallory', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'mallory' }));
  const s3 = new S3Client(root);
  await s3.send(new CreateBucketCommand({ Bucket: 'trail-files' }));
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'trail-files', Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: ['s3:GetBucketAcl', 's3:PutObject'], Resource: ['arn:aws:s3:::trail-files', 'arn:aws:s3:::trail-files/*'] }] }) }));
  const mallory = new CloudTrailClient({ ...root, credentials: { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey } });
  await mallory.send(new CreateTrailCommand({ Name: 'watcher', S3BucketName: 'trail-files' }));
  await mallory.send(new StartLoggingCommand({ Name: 'watcher' }));
  await mallory.send(new StopLoggingCommand({ Name: 'watcher' }));
}

export default async function ({ assert, root, page, step, button, open, act, done, until, seen, choose, asRoot }) {
  await asRoot();

  await step('Security Hub and GuardDuty are enabled', async () => {
    await open('#/securityhub/findings', 'Security Hub');
    await act('Enable Security Hub');
    await page.getByRole('heading', { name: 'Findings', level: 1 }).waitFor();
    await open('#/guardduty/findings', 'Findings');
    await act('Enable GuardDuty');
    await button('Generate sample findings').waitFor();
  });

  await step('an attack is played, and found', async () => {
    await attack(root);
    await until('the finding', async () => {
      await button('Refresh').click();
      await page.waitForTimeout(500);
      return (await page.getByRole('row', { name: /CloudTrailLoggingDisabled.*mallory/ }).count()) > 0;
    });
  });

  await step('it is followed from home to its evidence', async () => {
    const found = page.getByRole('link', { name: 'A trail was stopped' });
    await until('the finding on the home page', async () => {
      await open('#/iam/users', 'Users');
      await open('#/home', 'What needs attention');
      await page.waitForTimeout(700);
      return (await found.count()) > 0;
    });
    await seen('home-findings');
    await found.first().click();
    await page.getByRole('link', { name: 'Evidence in GuardDuty' }).click();
    await page.getByRole('heading', { name: 'Attack timeline' }).waitFor();
    await page.getByText('cloudtrail:StopLogging').first().waitFor();
    const principal = page.getByRole('button', { name: /^Principal mallory/ });
    await principal.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What mallory has to do with' }).waitFor();
    assert.equal(await principal.getAttribute('aria-pressed'), 'true');
    await page.getByRole('button', { name: /^Address 127\.0\.0\.1/ }).waitFor();
    await button('Connections as a table').click();
    await page.getByRole('row', { name: /127\.0\.0\.1.*mallory/ }).first().waitFor();
    await seen('evidence');
    await page.getByRole('link', { name: 'See the event' }).last().click();
    await page.getByRole('heading', { name: 'StopLogging' }).waitFor();
    await open('#/guardduty/findings', 'Findings');
    await act('Generate sample findings');
    await done('There is a sample of each type.');
    await page.getByText('[SAMPLE]').first().waitFor();
    await seen('guardduty');
    await page.getByRole('button', { name: /^Show .* beside the list$/ }).first().click();
    await page.getByRole('heading', { name: 'Attack timeline', level: 3 }).waitFor();
    await seen('beside-finding');
    await button('Close the panel').click();
  });

  await step('its finding in Security Hub is notified with a note, and its history says so', async () => {
    await open('#/securityhub/findings', 'Findings');
    await until('the finding in Security Hub', async () => {
      await button('Refresh').click();
      await page.waitForTimeout(500);
      return (await page.getByRole('row', { name: /A trail was stopped/ }).count()) > 0;
    });
    await page.getByRole('row', { name: /A trail was stopped/ }).first().getByRole('checkbox').click();
    await act('Set notified', { Note: 'Looked at by the night shift' });
    await done('One finding is notified.');
    await seen('securityhub-findings');
    await button('Show A trail was stopped beside the list').first().click();
    await page.getByRole('heading', { name: 'Finding as ASFF', level: 3 }).waitFor();
    await page.getByText('Looked at by the night shift').first().waitFor();
    await button('Close the panel').click();
    await choose(page, 'Workflow', 'Notified');
    await page.getByRole('row', { name: /A trail was stopped/ }).first().getByRole('link').first().click();
    await page.getByText('Looked at by the night shift').first().waitFor();
    await page.getByText(/Workflow.*NEW → NOTIFIED/).first().waitFor();
    await seen('finding');
    await act('Set resolved');
    await done('The finding is resolved.');
  });

  await step('standards have scores, and a control that failed has its findings', async () => {
    await open('#/securityhub/standards', 'Standards');
    await page.getByText('CIS AWS Foundations Benchmark').first().waitFor();
    await until('a score', async () => {
      await button('Refresh').click();
      await page.waitForTimeout(1500);
      return (await page.getByText(/\d+ of \d+ controls with findings passed/).count()) > 0;
    }, 60);
    await seen('standards');
    await page.getByRole('link', { name: /Foundational Security/ }).first().click();
    await page.getByRole('heading', { name: 'Controls' }).waitFor();
    await seen('standard');
    const failed = page.getByRole('row').filter({ has: page.getByText('Failed', { exact: true }) }).first();
    const control = await failed.getByRole('link').first().textContent();
    await failed.getByRole('link').first().click();
    await page.getByRole('heading', { name: new RegExp(`^${control} · `), level: 1 }).waitFor();
    await page.getByRole('row').filter({ has: page.getByText('Failed', { exact: true }) }).first().waitFor();
    await seen('control');
    const row = page.getByRole('row', { name: /aws-foundational/ });
    await row.getByRole('button', { name: `Disable ${control}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason', { exact: true }).fill('Not for us');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await done('The control is disabled');
    await page.getByText('Not for us').waitFor();
    await page.getByRole('row', { name: /aws-foundational/ }).getByRole('button', { name: `Enable ${control}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
    await done('The control is enabled.');
  });

  await step('an insight of one’s own counts, and leads to the findings', async () => {
    await open('#/securityhub/insights', 'Insights');
    await act('Create insight', { Name: 'By product', 'Group by': { choose: 'ProductName' } });
    await done('The insight is there.');
    await page.getByRole('link', { name: 'By product' }).click();
    const counted = page.getByRole('row', { name: /^GuardDuty/ }).getByRole('link');
    await counted.waitFor();
    await seen('insight');
    await counted.click();
    await page.getByRole('heading', { name: 'Findings that match' }).waitFor();
    await page.getByText('[SAMPLE]').first().waitFor();
    await page.goBack();
    await act('Delete');
    await done('The insight is gone.');
  });
}
