// What is recorded, its timeline, and a rule that turns not compliant.
import { CloudWatchClient, PutDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { CreateTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetBucketVersioningCommand, PutBucketPolicyCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';

export default async function ({ assert, endpoint, root, page, step, button, open, act, done, until, audited, pictured, seen, asRoot, account }) {
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

  await step('a remediation is set, and corrects the bucket', async () => {
    const iam = new IAMClient(root);
    await iam.send(new CreateRoleCommand({ RoleName: 'remediator', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' }] }) }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'remediator', PolicyName: 'versioning', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:PutBucketVersioning', 's3:GetBucketVersioning'], Resource: '*' }] }) }));
    await act('Set remediation', { Document: { choose: 'AWS-ConfigureS3BucketVersioning' }, 'Role ARN': `arn:aws:iam::${await account()}:role/remediator`, 'Other parameters': '{"VersioningState": ["Enabled"]}' });
    await done('The remediation is set.');
    await page.getByRole('row', { name: /watched/ }).getByRole('checkbox').click();
    await act('Remediate');
    await done('The remediation has begun.');
    await until('the correction', async () => {
      await button('Refresh').last().click();
      await page.waitForTimeout(500);
      return (await page.getByText('Succeeded').count()) > 0;
    });
    await seen('remediation');
    assert.equal((await new S3Client(root).send(new GetBucketVersioningCommand({ Bucket: 'watched' }))).Status, 'Enabled');
    await until('the verdict after it', async () => {
      await button('Refresh').first().click();
      await page.waitForTimeout(700);
      return (await page.getByRole('row', { name: /watched.*Compliant/ }).count()) > 0;
    }, 60);
  });

  await step('a conformance pack has a score', async () => {
    await open('#/config/packs', 'Conformance packs');
    await act('Add a conformance pack', { Name: 'basics' });
    await done('Its rules are being put in force.');
    await until('a score', async () => {
      await button('Refresh').click();
      await page.waitForTimeout(700);
      return (await page.getByRole('progressbar').count()) > 0;
    }, 60);
    await seen('packs');
    await page.getByRole('link', { name: 'basics' }).click();
    await page.getByText('bucket-versioning').first().waitFor();
    await seen('pack');
  });

  await step('resources are asked with SQL', async () => {
    await open('#/config/query', 'Advanced query');
    await button('Run').click();
    await page.getByRole('row', { name: /AWS::S3::Bucket/ }).waitFor();
    await seen('config-query');
    await page.getByRole('textbox', { name: 'Advanced query' }).fill("SELECT resourceId, resourceType, tags.key WHERE resourceType = 'AWS::S3::Bucket'");
    await page.keyboard.press('Control+Enter');
    await page.getByRole('link', { name: 'watched' }).waitFor();
    await act('Save query', { Name: 'Buckets' });
    await done('The query is saved.');
    await page.getByRole('textbox', { name: 'Advanced query' }).fill('SELECT nothing WHERE');
    await button('Run').click();
    await page.getByText('InvalidExpressionException').first().waitFor();
  });

  await step('a resource is read beside the list', async () => {
    await open('#/config/resources', 'Resources');
    await page.getByRole('textbox', { name: 'Find by text or property' }).or(page.getByRole('combobox', { name: 'Find by text or property' })).first().fill('watched');
    await page.keyboard.press('Enter');
    await button('Show watched beside the list').click();
    await page.getByRole('heading', { name: 'watched', level: 2 }).last().waitFor();
    await page.getByText('tags.team', { exact: true }).waitFor();
    await seen('beside-resource');
    await button('Close the panel').click();
  });

  await step('an explorer shows a metric of the resources with a tag', async () => {
    const sns = new SNSClient(root);
    const topic = async (Name, team) => (await sns.send(new CreateTopicCommand({ Name, Tags: [{ Key: 'team', Value: team }] }))).TopicArn;
    for (const TopicArn of [await topic('orders', 'shop'), await topic('bills', 'shop'), await topic('other', 'else')]) await sns.send(new PublishCommand({ TopicArn, Message: 'hello' }));
    const widget = (title, more) => ({ type: 'explorer', width: 12, height: 8, properties: { title, region: 'us-east-1', period: 60, metrics: [{ metricName: 'NumberOfMessagesPublished', resourceType: 'AWS::SNS::Topic', stat: 'Sum' }], labels: [{ key: 'team', value: 'shop' }], ...more } });
    const cloudwatch = new CloudWatchClient(root);
    await cloudwatch.send(new PutDashboardCommand({ DashboardName: 'by-tag', DashboardBody: JSON.stringify({ widgets: [widget('Topics'), widget('Together', { aggregateBy: { key: 'team', func: 'SUM' } })] }) }));
    const board = (title) => page.locator('.board-widget').filter({ has: page.getByRole('heading', { name: title, exact: true, level: 3 }) });
    await until('the values', async () => {
      await page.goto(`${endpoint}/#/home`);
      await open('#/cloudwatch/dashboards/by-tag', 'by-tag');
      await page.waitForTimeout(1500);
      return (await board('Topics').getByText('orders', { exact: true }).count()) > 0 && (await board('Topics').getByText('bills', { exact: true }).count()) > 0;
    });
    assert.equal(await board('Topics').getByText('other', { exact: true }).count(), 0);
    await board('Together').getByRole('button', { name: 'Values as a table' }).click();
    await board('Together').getByRole('columnheader', { name: 'SUM shop' }).waitFor();
    await seen('dashboard-explorer');
  });
}
