// A policy is built as a form, in step with its JSON; what the form cannot show stays; the server's words stand at the statement.
import { CreatePolicyCommand, GetPolicyVersionCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';

export default async function ({ assert, root, page, step, button, open, choose, done, seen, asRoot, account: accountOf }) {
  await asRoot();
  const iam = new IAMClient(root);
  const account = await accountOf();
  const statement = (number) => page.getByRole('region', { name: `Statement ${number}`, exact: true });
  const json = page.getByRole('textbox', { name: 'Policy document' });
  const written = async () => {
    await button('JSON').click();
    const policy = JSON.parse(await json.inputValue());
    await button('Visual').click();
    return policy;
  };

  await step('a policy is built with actions by level, an ARN of its parts and a condition', async () => {
    await open('#/iam/policies', 'Customer managed policies');
    await page.getByRole('link', { name: 'Create policy' }).click();
    await page.getByRole('heading', { name: 'Create policy', level: 1 }).waitFor();
    await page.getByLabel('Policy name').fill('built');
    const first = statement(1);
    await first.getByRole('button', { name: 'Remove s3:ListAllMyBuckets' }).click();
    await first.getByText('Statement 1: name at least one action.').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Create policy' }).isDisabled());
    await first.getByLabel('Find an action').fill('getobject');
    await first.getByRole('checkbox', { name: 'GetObject', exact: true }).check();
    await first.getByLabel('Find an action').fill('');
    await first.getByLabel('Action or pattern').fill('s3:GetBucket*');
    await first.getByRole('button', { name: 'Add action' }).click();
    await first.getByText(/fits \d+ known actions/).waitFor();
    await first.getByLabel('Action or pattern').fill('nonsense');
    await page.keyboard.press('Enter');
    await first.getByText('Give a service and an action').waitFor();
    await first.getByRole('checkbox', { name: 'All resources' }).uncheck();
    await first.getByRole('button', { name: 'Build an ARN' }).click();
    await choose(first, 'Kind of resource', /s3: object(?![a-z])/);
    await first.getByLabel('BucketName').fill('reports');
    await first.getByRole('button', { name: 'Add this ARN' }).click();
    await first.getByRole('button', { name: 'Add condition' }).click();
    await first.getByRole('combobox', { name: 'Key' }).fill('aws:SourceIp');
    await page.keyboard.press('Escape');
    await first.getByLabel('Values').fill('10.0.0.0/8\n192.168.0.0/16');
    await first.getByRole('button', { name: 'Done' }).click();
    await first.getByRole('group', { name: 'IpAddress aws:SourceIp' }).waitFor();
    assert.deepEqual(await written(), { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:GetBucket*'], Resource: ['arn:aws:s3:::reports/*'], Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.168.0.0/16'] } } }] });
    await page.getByText('The server takes it').waitFor();
    await seen('policy-visual');
  });

  await step('a second statement is made with the keyboard alone', async () => {
    await button('Add statement').focus();
    await page.keyboard.press('Enter');
    const second = statement(2);
    await second.getByRole('radio', { name: 'Allow' }).focus();
    await page.keyboard.press('ArrowRight');
    await second.getByLabel('Action or pattern').focus();
    await page.keyboard.type('s3:DeleteObject');
    await page.keyboard.press('Enter');
    await second.getByRole('checkbox', { name: 'All resources' }).focus();
    await page.keyboard.press('Space');
    assert.deepEqual((await written()).Statement[1], { Effect: 'Deny', Action: ['s3:DeleteObject'], Resource: ['*'] });
  });

  await step('what the server says stands at the statement it means', async () => {
    const second = statement(2);
    await second.getByLabel('Name (Sid)').fill('not good');
    await second.getByText(/The server: Statement IDs \(SID\) must be alpha-numeric/).waitFor();
    assert.equal(await statement(1).getByText('The server:').count(), 0);
    await seen('policy-server-says');
    await second.getByLabel('Name (Sid)').fill('NoDeletes');
    await page.getByText('The server takes it').waitFor();
    await page.getByRole('button', { name: 'Create policy' }).click();
    await done('The policy is there.');
    await page.getByRole('heading', { name: 'built', level: 1 }).waitFor();
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: `arn:aws:iam::${account}:policy/built`, VersionId: 'v1' }));
    assert.equal(JSON.parse(decodeURIComponent(PolicyVersion.Document)).Statement[1].Sid, 'NoDeletes');
  });

  await step('what the form cannot show says so, and is kept', async () => {
    const odd = '{\n "Version": "2012-10-17",\n "Statement": [\n  {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"},\n  {"Effect": "Deny", "Action": "sns:*", "Resource": "*", "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}}\n ]\n}';
    await iam.send(new CreatePolicyCommand({ PolicyName: 'odd', PolicyDocument: odd }));
    await open(`#/iam/policies/${encodeURIComponent(`arn:aws:iam::${account}:policy/odd`)}`, 'odd');
    await button('JSON').click();
    await json.fill('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Principal": "*"}, {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}');
    await button('Visual').click();
    await statement(1).getByText('the form has no place for “Principal”').waitFor();
    await statement(2).getByRole('radio', { name: 'Deny' }).check();
    const kept = await written();
    assert.deepEqual([kept.Statement[0].Principal, kept.Statement[1].Effect], ['*', 'Deny']);
    await seen('policy-kept');
    await button('JSON').click();
    await json.fill('{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}');
    await button('Visual').click();
    await page.getByText('“Version” stands twice in one object.').waitFor();
    await page.getByRole('button', { name: 'Edit as JSON' }).click();
    assert.equal(await json.inputValue(), '{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}');
    await button('Visual').click();
  });

  await step('who may assume a role is a form too', async () => {
    await open('#/iam/roles', 'Roles');
    await button('Create role').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Role name').fill('trusted');
    const first = dialog.getByRole('region', { name: 'Statement 1', exact: true });
    await first.getByRole('button', { name: `Remove AWS: ${account}` }).click();
    await first.getByText('Statement 1: name at least one principal.').waitFor();
    await choose(first, 'Kind of principal', 'Service');
    await first.getByLabel('Principal', { exact: true }).fill('lambda.amazonaws.com');
    await first.getByRole('button', { name: 'Add principal' }).click();
    await seen('policy-trust');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await done('The role is there.');
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'trusted' }));
    assert.deepEqual(JSON.parse(decodeURIComponent(Role.AssumeRolePolicyDocument)).Statement, [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }]);
  });

  await step('a policy of AWS is shown as a form that cannot be changed', async () => {
    await open(`#/iam/policies/${encodeURIComponent('arn:aws:iam::aws:policy/SecretsManagerReadWrite')}`, 'SecretsManagerReadWrite');
    await statement(1).getByText('kms:DescribeKey').waitFor();
    assert.equal(await button('Add statement').count(), 0);
    await seen('policy-of-aws');
  });
}
